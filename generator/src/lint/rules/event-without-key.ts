import type { ContractEvent } from '@tidings/contract'
import { defineRule } from '../define-rule.js'
import type { English } from '../english/english.js'
import { messages } from '../example.js'
import { listed } from '../listed.js'
import { tellingWords } from '../words.js'

export default defineRule({
  id: 'event-without-key',
  severity: 'warning',
  recommended: 'with-conventions',
  summary: 'Where a channel carries several events of one aggregate, each has a key.',
  why: 'Only events of one key keep their order. Without it, a reader may see an order cancelled before it was placed, and no test will ever show it.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain, aggregate: Order, key: $message.payload#/orderId }
        payload: { type: object, properties: { orderId: { type: string } } }
        summary: Placed.
        examples: [{ payload: { orderId: "17" } }]
      OrderCancelled:
        x-event: { kind: domain, aggregate: Order, key: $message.payload#/orderId }
        payload: { type: object, properties: { orderId: { type: string } } }
        summary: Called off.
        examples: [{ payload: { orderId: "17" } }]
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain, aggregate: Order }
        summary: The only event of an order on this channel.
      CustomerMoved:
        x-event: { kind: domain, aggregate: Customer }
        summary: Another aggregate.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain, aggregate: Order, key: $message.payload#/orderId }
          payload: { type: object, properties: { orderId: { type: string } } }
          summary: Placed.
          examples: [{ payload: { orderId: "17" } }]
        OrderCancelled:
          x-event: { kind: domain, aggregate: Order }
          payload: { type: object, properties: { orderId: { type: string } } }
          summary: It has lost its key.
          examples: [{ payload: { orderId: "17" } }]
      `,
      finds: [
        'the event OrderCancelled has no key, and the channel orders carries OrderPlaced of the same Order; expected a key, since order matters',
      ],
    },
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload: { type: object, properties: { orderId: { type: string } } }
          summary: No aggregate is named.
          examples: [{ payload: { orderId: "17" } }]
        OrderCancelled:
          x-event: { kind: domain }
          payload: { type: object, properties: { orderId: { type: string } } }
          summary: Both are of an order all the same, and both have its id.
          examples: [{ payload: { orderId: "17" } }]
      `,
      finds: [
        'the event OrderPlaced has no key, and the channel orders carries OrderCancelled of the same order; expected a key, since order matters',
        'the event OrderCancelled has no key, and the channel orders carries OrderPlaced of the same order; expected a key, since order matters',
      ],
    },
  ],
  async check(inspected, report) {
    const english = await inspected.english()
    const aggregates = new Map(
      inspected.events.map((event) => [event, event.aggregate ?? subjectOf(event, english, inspected.facetsOf)]),
    )
    for (const channel of inspected.channels) {
      const carried = inspected.events.filter(({ id }) => channel.events.includes(id))
      for (const event of carried) {
        if (event.key !== undefined || hasKeyOfProtocol(event)) continue
        const aggregate = aggregates.get(event)
        if (aggregate === undefined) continue
        const others = carried.filter((other) => other.name !== event.name && aggregates.get(other) === aggregate)
        if (others.length === 0) continue
        report(inspected.place(event, 'x-event'), {
          message: `the event ${event.id} has no key, and the channel ${channel.id} carries ${listed(others.map(({ id }) => id))} of the same ${aggregate}; expected a key, since order matters`,
          mend: `Give it "x-event: { key: $message.payload#/… }", with the place of the ${aggregate}'s id.`,
        })
      }
    }
  },
})

/** `order` for OrderPlaced, where its payload has an `orderId`. */
function subjectOf(
  { name, payload }: ContractEvent,
  english: English,
  facetsOf: (schema: NonNullable<ContractEvent['payload']>) => { readonly properties?: object },
): string | undefined {
  const words = tellingWords(name)
  const subject = words.slice(0, english.happenedAt(words) ?? 0).join('')
  const properties = payload === undefined ? {} : (facetsOf(payload).properties ?? {})
  const hasId = Object.keys(properties).some((key) => key.toLowerCase().replaceAll(/[_-]/g, '') === `${subject}id`)
  return subject !== '' && hasId ? subject : undefined
}

/** A Kafka record has a key of its own, which a document may describe in its bindings. */
function hasKeyOfProtocol({ bindings }: ContractEvent): boolean {
  const kafka = bindings?.['kafka']
  return typeof kafka === 'object' && kafka !== null && 'key' in kafka
}
