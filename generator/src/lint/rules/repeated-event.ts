import { defineRule } from '../define-rule.js'
import { document, messages } from '../example.js'

export default defineRule({
  id: 'repeated-event',
  severity: 'warning',
  recommended: 'never',
  summary: 'One CloudEvents type stands in one message.',
  why: 'Two messages of one type and one payload are one event, written twice. Every tool makes two things of it, and one day only one of the two is changed.',
  valid: [
    document`
      channels:
        orders:
          messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
        archive:
          messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
      components:
        messages:
          OrderPlaced: { payload: { type: object, properties: { orderId: { type: string } } } }
    `,
    messages`
      OrderPlaced:
        payload: { type: object, properties: { orderId: { type: string } } }
      OrderShipped:
        payload: { type: object, properties: { orderId: { type: string } } }
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
          payload: { type: object, properties: { orderId: { type: string } } }
      `,
      finds: [
        'the events OrderPlaced, OrderPlacedByPhone have one CloudEvents type, com.acme.order.placed, and one payload; expected one message',
      ],
    },
    {
      contract: document`
        channels:
          orders:
            messages: { OrderPlaced: { payload: { type: object, properties: { orderId: { type: string } } } } }
          archive:
            messages: { OrderPlaced: { payload: { type: object, properties: { orderId: { type: string } } } } }
      `,
      finds: [
        'the events archive.OrderPlaced, orders.OrderPlaced have one CloudEvents type, OrderPlaced, and one payload; expected one message',
      ],
    },
  ],
  check({ events, place }, report) {
    for (const [index, first] of events.entries()) {
      const { type } = first
      const same = events.filter((event) => event.type === type)
      const [, ...others] = same
      if (others.length === 0 || events.findIndex((event) => event.type === type) < index) continue
      if (new Set(same.map(({ payload }) => JSON.stringify(payload ?? null))).size > 1) continue
      report(place(first), {
        message: `the events ${same.map(({ id }) => id).join(', ')} have one CloudEvents type, ${type}, and one payload; expected one message`,
        mend: 'Write it once under components/messages, and refer to it wherever it is carried. If they are two events, give each a type.',
        related: others.map((other) => ({ message: 'and here', place: place(other) })),
      })
    }
  },
})
