import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import type { Inspected } from '../inspect.js'
import { listed } from '../listed.js'
import { isInline, isOfType } from '../schema-facets.js'
import type { SchemaSite } from '../walk-schemas.js'

/** Words that stand for whatever comes later. */
const others =
  /^(?:other|others|unknown|unspecified|undefined|unrecognized|unrecognised|misc|miscellaneous|else|n\/?a)$/i

export default defineRule({
  id: 'closed-enum',
  severity: 'warning',
  recommended: 'never',
  summary: 'An enum in an integration event has a way to grow.',
  why: 'One day there is a fourth size. Readers that were deployed before validate against three, and take every event with the fourth for broken. A value such as "other", or any text beside the known ones, leaves room that was promised from the start.',
  valid: [
    messages`
      OrderPlaced:
        summary: Any text, of which three are known.
        payload:
          type: object
          properties:
            size: { anyOf: [{ enum: [small, medium, large] }, { type: string, maxLength: 20 }] }
    `,
    messages`
      OrderPlaced:
        summary: One for whatever comes; and a word that tells events apart.
        payload:
          type: object
          properties:
            size: { type: string, enum: [small, medium, large, other] }
            kind: { type: string, enum: [placed] }
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          summary: Three for ever.
          payload: { type: object, properties: { size: { type: string, enum: [small, medium, large] } } }
      `,
      finds: ['OrderPlaced.size takes small, medium, large and never another; expected a way to grow'],
    },
    {
      contract: messages`
        OrderPlaced:
          summary: A list of them.
          payload: { type: object, properties: { extras: { type: array, maxItems: 9, items: { enum: [olives, garlic, null] } } } }
      `,
      finds: ['OrderPlaced.extras[] takes olives, garlic and never another; expected a way to grow'],
    },
  ],
  check(inspected, report) {
    for (const site of inspected.sites()) {
      const { schema, part, events, path } = site
      if (!isInline(schema) || schema.enum === undefined) continue
      if (part !== 'payload' || !events.some(({ kind }) => kind === 'integration')) continue
      const words = schema.enum.filter((value): value is string => typeof value === 'string')
      if (words.length < 2 || words.some((word) => others.test(word)) || isBesideText(site, inspected)) continue
      report(inspected.place(site, 'enum'), {
        message: `${path} takes ${listed(words)} and never another; expected a way to grow`,
        mend: 'Add a value such as "other"; or admit any text beside the known ones: "anyOf: [{ enum: […] }, { type: string }]".',
      })
    }
  },
})

/** Whether an alternative of it is any text. */
function isBesideText({ around, schema }: SchemaSite, { facetsOf }: Inspected): boolean {
  const members =
    around === undefined || !isInline(around.schema)
      ? []
      : [...(around.schema.anyOf ?? []), ...(around.schema.oneOf ?? [])]
  return members.some((member) => {
    const facets = facetsOf(member)
    return member !== schema && isOfType(facets, 'string') && facets.enum === undefined && facets.const === undefined
  })
}
