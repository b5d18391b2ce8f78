import { strict as assert } from 'node:assert'
import { OrderConfirmed } from '@mario/pizzeria-events'
import { toHttp } from '@tidings/runtime/cloudevents'
import { CloudEvent, HTTP } from 'cloudevents'
import { ajvValidators, loadPizzeria } from '../data/ajv-validators.js'
import { samples } from '../data/order-confirmed.js'
import { defineEntry } from '../entry.js'
import { forEach, passes, type Ways } from '../for-each.js'

const count = 2_000
const source = 'mario-pizzeria/orders'

export default defineEntry({
  name: 'encode',
  about: 'an event into the bytes of a CloudEvent, beside the package cloudevents with Ajv, and beside JSON.stringify',
  packages: ['@tidings/runtime', 'cloudevents', 'ajv'],
  async prepare() {
    const given = samples(count).map((sample) => ({ ...sample, cloudEvent: new CloudEvent(sample.envelope) }))
    const isValid = ajvValidators((await loadPizzeria()).contract).get('OrderConfirmed')
    const judged = <T>(data: T): T => {
      assert(isValid?.(data))
      return data
    }

    const compare = (title: string, what: string, ways: Ways<(typeof given)[number]>) => {
      for (const encode of Object.values(ways)) for (const one of given.slice(0, 4)) checkData(encode(one), one.data)
      return {
        title,
        input: `${what}; ${count} events of about ${JSON.stringify(given[0]?.envelope).length} bytes`,
        times: count * passes,
        warmUps: 3,
        target: 'cloudevents and Ajv 8, JSON.stringify above 1',
        contestants: forEach(given, ways),
      }
    }
    return [
      compare('Encode, structured', 'an event that exists, into one JSON text', {
        'tidings, valid since it was made': ({ event }) => toHttp(event, 'structured').body,
        'cloudevents and Ajv': ({ cloudEvent }) => {
          judged(cloudEvent.data)
          return Buffer.from(String(HTTP.structured(cloudEvent).body))
        },
        'JSON.stringify, not judged': ({ envelope }) => Buffer.from(JSON.stringify(envelope)),
      }),
      compare('Encode, binary', 'an event that exists, into headers and a body', {
        'tidings, valid since it was made': ({ event }) => toHttp(event, 'binary').body,
        'cloudevents and Ajv': ({ cloudEvent }) => {
          judged(cloudEvent.data)
          return Buffer.from(String(HTTP.binary(cloudEvent).body))
        },
        'JSON.stringify of the data, not judged': ({ data }) => Buffer.from(JSON.stringify(data)),
      }),
      compare('Make and encode', 'data, into an event, into one JSON text', {
        'tidings, judged and immutable': ({ data }) => toHttp(new OrderConfirmed(data), 'structured').body,
        'cloudevents and Ajv': ({ data }) => {
          const event = new CloudEvent({ type: 'OrderConfirmed', source, data: judged(data) })
          return Buffer.from(String(HTTP.structured(event).body))
        },
        'JSON.stringify, not judged': ({ envelope, data }) => Buffer.from(JSON.stringify({ ...envelope, data })),
      }),
    ]
  },
})

function checkData(bytes: unknown, data: unknown): void {
  const read = JSON.parse(Buffer.from(bytes as Uint8Array).toString())
  assert.deepEqual('specversion' in read ? read.data : read, data)
}
