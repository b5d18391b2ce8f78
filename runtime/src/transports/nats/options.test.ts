import { expect, test } from 'vitest'
import { nats } from './transport.js'

test('making a transport opens nothing, and needs no options', () => {
  expect(nats()).toMatchObject({ name: 'nats', features: { durable: true, maxPayload: 983_040 } })
})

test.each([
  [{ leaseMs: 0 }, 'nats: leaseMs is 0; expected a whole number from 300 to 2147483647'],
  [{ partitions: 1.5 }, 'nats: partitions is 1.5; expected a whole number from 1 to 64'],
  [{ publishTimeoutMs: Number.NaN }, 'nats: publishTimeoutMs is NaN; expected'],
  [{ maxPayload: -1 }, 'nats: maxPayload is -1; expected'],
  [{ prefix: 'a.b' }, 'nats: prefix is "a.b"; expected letters, digits, - and _'],
  [{ topology: 'never' as 'check' }, 'nats: topology is "never"; expected create or check'],
  [{ mode: 'batch' as 'binary' }, 'nats: mode is "batch"; expected binary or structured'],
  [{ streams: { storage: 'tape' as 'file' } }, 'nats: streams.storage is "tape"; expected file or memory'],
])('%j is no option', (options, message) => {
  expect(() => nats(options)).toThrow(message)
})
