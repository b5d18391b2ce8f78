import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { isInline, typesOf } from '../schema-facets.js'

/** What keeps a text from being of any length. */
const limits = ['maxLength', 'format', 'pattern', 'enum', 'const'] as const

export default defineRule({
  id: 'unbounded-string',
  severity: 'warning',
  recommended: 'never',
  summary: 'A text in an integration event has a greatest length.',
  why: 'Whoever stores it needs a column, whoever shows it needs room, and brokers refuse large messages. Without a bound each reader finds its own, on the day that somebody sends more.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { version: 1, type: com.acme.order.placed.v1 }
        payload:
          type: object
          properties:
            orderId: { type: string, format: uuid }
            note: { type: string, maxLength: 500 }
            size: { type: string, pattern: '^(small|large)$' }
        summary: A length, a format, or a pattern.
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        payload: { type: object, properties: { note: { type: string } } }
        summary: Inside one application.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          payload: { type: object, properties: { note: { type: string } } }
          summary: As long as you like.
      `,
      finds: ['OrderPlaced.note may be a text of any length; expected "maxLength"'],
    },
    {
      contract: messages`
        OrderPlaced:
          payload: { type: object, properties: { tags: { type: array, maxItems: 9, items: { type: string, minLength: 1 } } } }
          summary: Few, but long.
      `,
      finds: ['OrderPlaced.tags[] may be a text of any length; expected "maxLength"'],
    },
  ],
  check({ sites, place }, report) {
    for (const site of sites()) {
      if (!isInline(site.schema) || !typesOf(site.schema).includes('string')) continue
      if (site.part !== 'payload' || !site.events.some(({ kind }) => kind === 'integration')) continue
      if (limits.some((limit) => site.facets[limit] !== undefined)) continue
      report(place(site, 'type'), {
        message: `${site.path} may be a text of any length; expected "maxLength"`,
        mend: 'Give it the "maxLength" that your readers can count on, or a format or pattern.',
      })
    }
  },
})
