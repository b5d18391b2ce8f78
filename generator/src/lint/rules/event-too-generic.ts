import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { tellingWords } from '../words.js'

/** What happened, said of anything. */
const changes = new Set(['changed', 'updated', 'modified', 'altered', 'edited'])
/** Words that add nothing. */
const fillers = new Set(['event', 'events', 'message', 'notification'])
/** What can be told of a thing by one value: of it, that it changed says it all. */
const attributes = new Set(
  `address age amount availability balance color colour email location mood name password phone position price
  priority quantity rate rating role salary score size state status stock temperature title volume weight`.split(/\s+/),
)

export default defineRule({
  id: 'event-too-generic',
  severity: 'warning',
  recommended: 'with-conventions',
  summary: 'An event says what happened, not only that something did.',
  why: 'After OrderChanged or OrderUpdated every reader has to compare the new state with the old one to find out what happened, and each finds something else. OrderAddressCorrected and OrderItemAdded say it once, where it is known. An OrderEvent says nothing at all.',
  valid: [
    messages`
      OrderAddressChanged:
        x-event: { kind: domain }
        summary: It says what changed.
    `,
    messages`
      PriceChanged:
        x-event: { kind: domain }
        summary: A price is one value.
      OrderPlacedEvent:
        x-event: { kind: domain }
        summary: It says what happened.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderUpdated:
          x-event: { kind: domain }
          summary: Something about an order is different now.
      `,
      finds: ['the event OrderUpdated does not say what of the order was updated; expected a name that does'],
    },
    {
      contract: messages`
        EntityEvent:
          x-event: { kind: domain }
          summary: Something has happened.
      `,
      finds: ['the event EntityEvent does not say what happened; expected a name that does, such as OrderPlaced'],
    },
  ],
  async check(inspected, report) {
    const english = await inspected.english()
    for (const event of inspected.events) {
      const words = tellingWords(event.name)
      const telling = words.filter((word) => !fillers.has(word))
      const verb = telling.at(-1) ?? ''
      const subject = telling.slice(0, -1)
      if (changes.has(verb) && subject.length <= 1 && !attributes.has(subject[0] ?? '')) {
        report(inspected.place(event, 'name'), {
          message: `the event ${event.name} does not say what of the ${subject[0] ?? 'thing'} was ${verb}; expected a name that does`,
          mend: 'Make an event of each thing that can happen, and name it for that: OrderAddressCorrected, OrderItemAdded.',
        })
      } else if (telling.length < words.length && telling.length <= 1 && english.happenedAt(telling) === undefined) {
        report(inspected.place(event, 'name'), {
          message: `the event ${event.name} does not say what happened; expected a name that does, such as OrderPlaced`,
          mend: 'Make an event of each thing that can happen, and name it for that.',
        })
      }
    }
  },
})
