import { strict as assert } from 'node:assert'
import { randomUUID } from 'node:crypto'
import { OrderConfirmed } from '@mario/pizzeria-events'
import { CloudEvent } from 'cloudevents'
import { ajvValidators, loadPizzeria } from '../data/ajv-validators.js'
import { samples } from '../data/order-confirmed.js'
import { defineEntry } from '../entry.js'
import { forEach, passes, type Ways } from '../for-each.js'
import { retainedBytes } from '../retained-bytes.js'

const count = 2_000
const kept = 100_000
const source = 'mario-pizzeria/orders'

export default defineEntry({
  name: 'construct',
  about: 'a valid, immutable event with an id and a time, beside a plain class that deep-freezes a copy',
  packages: ['@tidings/runtime', 'cloudevents', 'ajv'],
  async prepare() {
    const given = samples(count).map(({ data }) => data)
    const isValid = ajvValidators((await loadPizzeria()).contract).get('OrderConfirmed')
    const ways: Ways<(typeof given)[number]> = {
      'tidings, judged and immutable': (data) => new OrderConfirmed(data),
      'a plain class and Ajv, judged and immutable': (data) => {
        assert(isValid?.(data))
        return new Plain(frozenCopy(data))
      },
      'the same, copied by structuredClone': (data) => {
        assert(isValid?.(data))
        return new Plain(frozen(structuredClone(data)))
      },
      'a plain class, immutable, not judged': (data) => new Plain(frozenCopy(data)),
      'cloudevents and Ajv, the data mutable': (data) => {
        assert(isValid?.(data))
        return new CloudEvent({ type: 'OrderConfirmed', source, data })
      },
    }
    for (const make of Object.values(ways)) {
      const { id, time, data } = make(given[0] as (typeof given)[number]) as Plain<unknown>
      assert(id.length > 0 && !Number.isNaN(Date.parse(time)))
      assert.deepEqual(data, given[0])
    }
    const input = `${count} events with data of about ${JSON.stringify(given[0]).length} bytes`
    const retained = Object.entries(ways).map(([name, make]) => {
      const bytes = retainedBytes(kept, (at) => make(given[at % count] as (typeof given)[number]))
      return [name, `${bytes.toFixed(0)} B`] as const
    })
    const [ours, ...others] = retained
    return [
      { title: 'Make an event', input, times: count * passes, warmUps: 3, contestants: forEach(given, ways) },
      {
        title: 'Memory of an event that is kept',
        input: `${kept.toLocaleString('en')} events, which share what strings their data shared before`,
        head: ['', 'an event'],
        rows: retained,
        short: [ours?.[1] ?? '', others.map(([name, bytes]) => `${name} ${bytes}`).join('; ')],
      },
    ]
  },
})

class Plain<Data> {
  readonly id = randomUUID()
  readonly time = new Date().toISOString()
  readonly type = 'OrderConfirmed'
  readonly source = source
  readonly data: Data

  constructor(data: Data) {
    this.data = data
    Object.freeze(this)
  }
}

/** What one writes by hand, and quickly. */
function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) copy[name] = frozenCopy(member)
  return Object.freeze(copy)
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}
