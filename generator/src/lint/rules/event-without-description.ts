import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'

export default defineRule({
  id: 'event-without-description',
  severity: 'info',
  recommended: 'with-conventions',
  summary: 'An event says in words when it happens.',
  why: 'A name and a schema do not say whether the money has moved, or who was asked before. The words become the documentation of the generated class, where readers look first.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: A guest has sent an order to the kitchen.
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        description: A guest has sent an order to the kitchen.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
      `,
      finds: ['the event OrderPlaced says nothing of itself; expected a summary or description'],
    },
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          title: Order placed
          summary: " "
      `,
      finds: ['the event OrderPlaced says nothing of itself; expected a summary or description'],
    },
  ],
  check({ events, place }, report) {
    for (const event of events) {
      if (event.summary !== undefined || event.description !== undefined) continue
      report(place(event), {
        message: `the event ${event.id} says nothing of itself; expected a summary or description`,
        mend: 'Give it a "summary": one sentence that says when it happens.',
      })
    }
  },
})
