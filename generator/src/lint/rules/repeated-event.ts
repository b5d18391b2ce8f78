import type { ContractEvent } from '@tidings/contract'
import { defineRule } from '../define-rule.js'
import { document, messages } from '../example.js'
import { listed } from '../listed.js'

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
    const byType = new Map<string, ContractEvent[]>()
    for (const event of events) byType.set(event.type, [...(byType.get(event.type) ?? []), event])
    for (const [type, same] of byType) {
      const [first, ...others] = same
      if (first === undefined || others.length === 0) continue
      if (new Set(same.map(({ payload }) => JSON.stringify(payload ?? null))).size > 1) continue
      report(place(first), {
        message: `the events ${listed(same.map(({ id }) => id))} have one CloudEvents type, ${type}, and one payload; expected one message`,
        mend: 'Write it once under components/messages, and refer to it wherever it is carried. If they are two events, give each a type.',
        related: others.map((other) => ({ message: 'and here', place: place(other) })),
      })
    }
  },
})
