import { strict as assert } from 'node:assert'
import { OrderConfirmed } from '@mario/pizzeria-events'
import { fromHttp, type HttpMessage, toHttp } from '@tidings/runtime/cloudevents'
import { HTTP } from 'cloudevents'
import { ajvValidators, loadPizzeria } from '../data/ajv-validators.js'
import { samples } from '../data/order-confirmed.js'
import { defineEntry } from '../entry.js'
import { forEach, passes } from '../for-each.js'

const count = 2_000

export default defineEntry({
  name: 'decode',
  about: 'the bytes of a CloudEvent into a valid event, beside the package cloudevents with Ajv, and beside JSON.parse',
  packages: ['@tidings/runtime', 'cloudevents', 'ajv'],
  async prepare() {
    const given = samples(count)
    const isValid = ajvValidators((await loadPizzeria()).contract).get('OrderConfirmed')

    const ways = {
      'tidings, judged and immutable': (message: HttpMessage) => fromHttp(OrderConfirmed, message)[0],
      'cloudevents and Ajv, judged': ({ headers, body }: HttpMessage) => {
        const event = HTTP.toEvent({ headers, body: textOf(body) })
        assert('data' in event && isValid?.(event.data))
        return event
      },
      'JSON.parse, not judged': ({ body }: HttpMessage) => JSON.parse(textOf(body)),
    }
    return (['structured', 'binary'] as const).map((mode) => {
      const messages = given.map(({ event }) => toHttp(event, mode))
      for (const read of Object.values(ways)) {
        for (const [index, message] of messages.slice(0, 4).entries()) {
          const event = read(message)
          assert.deepEqual('data' in event ? event.data : event, given[index]?.data)
        }
      }
      return {
        title: `Decode, ${mode}`,
        input: `${count} events with bodies of about ${messages[0]?.body?.length} bytes`,
        times: count * passes,
        warmUps: 3,
        target: 'cloudevents and Ajv 8, JSON.parse 0.77',
        contestants: forEach(messages, ways),
      }
    })
  },
})

const textOf = (bytes: Uint8Array = new Uint8Array()): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
