import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'

export default defineRule({
  id: 'event-without-example',
  severity: 'info',
  recommended: 'with-conventions',
  summary: 'An event has an example.',
  why: 'One example tells more than a page of schema; and since examples are validated, it also proves that the schema means what its author thinks.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: Placed.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
    `,
    messages`
      KitchenClosed:
        x-event: { kind: domain }
        summary: There is nothing to show.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          summary: Placed.
          payload: { type: object, properties: { orderId: { type: string } } }
      `,
      finds: ['the event OrderPlaced has no example; expected one of its payload'],
    },
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          summary: Placed.
          payload: { type: object, properties: { orderId: { type: string } } }
          headers: { type: object, properties: { tenant: { type: string } } }
          examples: [{ headers: { tenant: acme } }]
      `,
      finds: ['the event OrderPlaced has no example; expected one of its payload'],
    },
  ],
  check({ events, facetsOf, place }, report) {
    for (const event of events) {
      if (event.payload === undefined || event.examples.some(({ payload }) => payload !== undefined)) continue
      if (facetsOf(event.payload).examples !== undefined) continue
      report(place(event), {
        message: `the event ${event.id} has no example; expected one of its payload`,
        mend: 'Give it "examples", with the payload of an event as it may really happen.',
      })
    }
  },
})
