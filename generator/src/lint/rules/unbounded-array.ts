import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { isInline, typesOf } from '../schema-facets.js'

export default defineRule({
  id: 'unbounded-array',
  severity: 'warning',
  recommended: 'never',
  summary: 'A list in an integration event has a greatest number of items.',
  why: 'Brokers refuse large messages and readers hold an event in memory. Without a bound a list grows until one of them gives up; with one, its sender knows when to say it in several events.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { version: 1, type: com.acme.order.placed.v1 }
        payload: { type: object, properties: { pizzas: { type: array, maxItems: 50, items: { enum: [small, large] } } } }
        summary: Fifty at most.
    `,
    messages`
      OrderPlaced:
        payload:
          type: object
          properties:
            place: { type: array, items: [{ type: number }, { type: number }], additionalItems: false }
        summary: Two numbers and no more.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          payload: { type: object, properties: { pizzas: { type: array, items: { enum: [small, large] } } } }
          summary: As many as you like.
      `,
      finds: ['OrderPlaced.pizzas may be a list of any number of items; expected "maxItems"'],
    },
    {
      contract: messages`
        OrderPlaced:
          payload: { type: object, properties: { place: { type: array, minItems: 2, items: [{ type: number }, { type: number }] } } }
          summary: Two numbers, and whatever follows them.
      `,
      finds: ['OrderPlaced.place may be a list of any number of items; expected "maxItems"'],
    },
  ],
  check({ sites, place }, report) {
    for (const site of sites()) {
      const { facets, events, part, path, schema } = site
      if (!isInline(schema) || !typesOf(schema).includes('array') || facets.maxItems !== undefined) continue
      if (part !== 'payload' || !events.some(({ kind }) => kind === 'integration')) continue
      if (Array.isArray(facets.items) && facets.additionalItems === false) continue
      if (facets.enum !== undefined || facets.const !== undefined) continue
      report(place(site, 'type'), {
        message: `${path} may be a list of any number of items; expected "maxItems"`,
        mend: 'Give it the "maxItems" that your readers can count on; say more in several events.',
      })
    }
  },
})
