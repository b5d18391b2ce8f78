import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { isInline, typesOf } from '../schema-facets.js'

const greatest = Number.MAX_SAFE_INTEGER

export default defineRule({
  id: 'wide-integer',
  severity: 'info',
  recommended: 'never',
  summary: 'An integer of 64 bits says by bounds that it stays within 2^53.',
  why: 'The format int64 promises numbers that most readers of JSON cannot hold. Where none so great occur, bounds say so and cost nothing; where they do, only text is exact.',
  valid: [
    messages`
      OrderPlaced:
        summary: Bounded on both sides.
        payload: { type: object, properties: { number: { type: integer, format: int64, minimum: 0, maximum: 999999 } } }
    `,
    messages`
      OrderPlaced:
        summary: 32 bits; and an integer that promises no width.
        payload: { type: object, properties: { number: { type: integer, format: int32 }, pizzas: { type: integer } } }
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          summary: No bounds.
          payload: { type: object, properties: { number: { type: integer, format: int64 } } }
      `,
      finds: ['OrderPlaced.number is an integer of 64 bits without bounds; expected bounds within ±9007199254740991'],
    },
    {
      contract: messages`
        OrderPlaced:
          summary: Half bounded.
          payload: { type: object, properties: { number: { type: integer, format: int64, minimum: 0 } } }
      `,
      finds: ['OrderPlaced.number is an integer of 64 bits without bounds; expected bounds within ±9007199254740991'],
    },
  ],
  check({ sites, place }, report) {
    for (const { schema, facets, path, ...site } of sites()) {
      if (!isInline(schema) || !typesOf(schema).includes('integer') || !/^u?int64$/i.test(facets.format ?? '')) continue
      const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = facets
      const isBounded =
        Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity) >= -greatest &&
        Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity) <= greatest
      if (isBounded || facets.enum !== undefined || facets.const !== undefined) continue
      report(place({ schema, facets, path, ...site }, 'format'), {
        message: `${path} is an integer of 64 bits without bounds; expected bounds within ±9007199254740991`,
        mend: 'Give it "minimum" and "maximum"; or make it text, where greater ones occur.',
      })
    }
  },
})
