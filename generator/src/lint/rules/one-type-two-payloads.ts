import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'

export default defineRule({
  id: 'one-type-two-payloads',
  severity: 'warning',
  recommended: 'always',
  summary: 'One CloudEvents type means one payload.',
  why: 'A reader knows an event by its type. Where one type stands for two payloads, only the channel tells them apart, and on a bus that carries both nothing does.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: Each has a type of its own.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
      TablePlaced:
        x-event: { kind: domain }
        summary: It looks alike and is none.
        payload: { type: object, properties: { orderId: { type: integer } } }
        examples: [{ payload: { orderId: 17 } }]
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain, type: order.placed }
        summary: One type.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
      OrderPlacedByPhone:
        x-event: { kind: domain, type: order.placed }
        summary: And one payload.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { type: com.acme.order.placed }
          payload: { type: object, properties: { orderId: { type: string } } }
        OrderPlacedByPhone:
          x-event: { type: com.acme.order.placed }
          payload: { type: object, properties: { orderId: { type: string }, phone: { type: string } } }
      `,
      finds: [
        'the events OrderPlaced, OrderPlacedByPhone have one CloudEvents type, com.acme.order.placed, and different payloads; expected a type for each',
      ],
    },
    {
      contract: messages`
        Placed:
          name: placed
          payload: { type: object, properties: { orderId: { type: string } } }
        PlacedAgain:
          name: placed
          payload: { type: object, properties: { orderId: { type: integer } } }
      `,
      finds: [
        'the events Placed, PlacedAgain have one CloudEvents type, placed, and different payloads; expected a type for each',
      ],
    },
  ],
  check({ found }, report) {
    for (const { place, message, mend } of found('one-type-two-payloads')) report(place, { message, mend })
  },
})
