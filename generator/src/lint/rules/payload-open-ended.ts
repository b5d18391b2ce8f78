import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { type Facets, typesOf } from '../schema-facets.js'

/** What says something of an object, or of a value of whatever kind. */
const telling = [
  'properties',
  'patternProperties',
  'required',
  'propertyNames',
  'dependencies',
  'oneOf',
  'anyOf',
  'not',
  'if',
  'enum',
  'const',
] as const

export default defineRule({
  id: 'payload-open-ended',
  severity: 'warning',
  recommended: 'with-conventions',
  summary: 'The schema of a payload says what the event holds.',
  why: 'A payload that may hold anything is a contract that promises nothing: it has no type in code, nothing is validated, and every reader guesses from the last event that it saw.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        payload:
          type: object
          properties: { orderId: { type: string } }
          additionalProperties: true
        summary: Open, and it says so, beside what it does promise.
        examples: [{ payload: { orderId: "17" } }]
    `,
    messages`
      StockCounted:
        x-event: { kind: domain }
        payload: { type: object, additionalProperties: { type: integer } }
        summary: Names that are not known before, and what stands at each.
        examples: [{ payload: { dough: 12 } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload: { type: object }
          summary: Any object.
          examples: [{ payload: { orderId: "17" } }]
      `,
      finds: ['the payload of the event OrderPlaced may hold anything; expected a schema that says what it holds'],
    },
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload: { description: The order. }
          summary: Words, and no schema.
          examples: [{ payload: { orderId: "17" } }]
      `,
      finds: ['the payload of the event OrderPlaced may hold anything; expected a schema that says what it holds'],
    },
  ],
  check({ events, facetsOf, place }, report) {
    for (const event of events) {
      if (event.payload === undefined || !saysNothing(facetsOf(event.payload))) continue
      report(place(event, 'payload'), {
        message: `the payload of the event ${event.id} may hold anything; expected a schema that says what it holds`,
        mend: 'Give it "properties"; or, where it says nothing but that it happened, leave the payload out.',
      })
    }
  },
})

function saysNothing(facets: Facets): boolean {
  const types = typesOf(facets)
  if (types.length > 0 && !types.includes('object')) return false
  return telling.every((keyword) => facets[keyword] === undefined) && typeof facets.additionalProperties !== 'object'
}
