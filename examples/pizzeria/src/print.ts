import { OrderConfirmed, OrderCreated } from '@mario/pizzeria-events'
import type { AnyEvent } from '@tidings/runtime'
import { toCloudEvent } from '@tidings/runtime/cloudevents'
import type { Entry } from './journal.js'
import { printed } from './money/money.js'

/** An event in one line. */
export function eventLine(event: AnyEvent): string {
  return `  ${column(event.type)}${gist(event)}`
}

function gist(event: AnyEvent): string {
  if (event instanceof OrderCreated) return `order ${event.data.orderId}, by ${event.data.customerId}`
  if (!(event instanceof OrderConfirmed)) return ''
  const items = event.data.items.map(({ quantity, size, pizza }) => `${quantity} ${size} ${pizza}`)
  return `${items.join(', ')}: ${printed(event.data.total)}`
}

/** What handlers did: one block for each, however they took turns. */
export function handlerLines(entries: readonly Entry[]): string[] {
  const subscriptions = [...new Set(entries.map(({ subscription }) => subscription))].sort()
  return subscriptions.flatMap((subscription) =>
    entries
      .filter((entry) => entry.subscription === subscription)
      .map(({ outcome }, index) => `  ${column(index === 0 ? subscription : '')}${outcome}`),
  )
}

/** The events that handlers published, which may take turns. */
export function factsLine(events: readonly AnyEvent[]): string {
  const types = events.map(({ type }) => type).sort()
  return `  ${column('and published')}${types.join(', ')}`
}

/** A CloudEvent, an attribute to a line. */
export function cloudEventLines(event: AnyEvent): string[] {
  const { data, ...attributes } = toCloudEvent(event)
  return [
    ...Object.entries(attributes).map(([name, value]) => `  ${column(name)}${value}`),
    ...Object.entries(data ?? {}).map(([name, value], index) => {
      return `  ${column(index === 0 ? 'data' : '')}${name}: ${JSON.stringify(value)}`
    }),
  ]
}

const column = (text: string) => text.padEnd(30)
