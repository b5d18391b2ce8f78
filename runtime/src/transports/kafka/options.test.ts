import { expect, test } from 'vitest'
import { settingsOf } from './options.js'

test.each([
  ['kafka.example:9092', [{ host: 'kafka.example', port: 9092 }]],
  ['kafka://kafka.example', [{ host: 'kafka.example', port: 9092 }]],
  [
    'a:1,b:2',
    [
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
    ],
  ],
  [
    ['a:1', 'kafka://[::1]:2'],
    [
      { host: 'a', port: 1 },
      { host: '::1', port: 2 },
    ],
  ],
])('brokers may be %j', (brokers, expected) => {
  expect(settingsOf({ brokers }).brokers).toEqual(expected)
})

test.each([
  [{ brokers: 'mario:secret@kafka.example:9092' }, /"kafka\.example:9092" in brokers is no address/],
  [{ brokers: 'kafka.example:99999' }, /is no address; expected host:port/],
  [{ partitions: 0 }, /^kafka: partitions is 0; expected a whole number from 1 to 10000$/],
  [{ topology: 'make' as never }, /^kafka: topology is "make"; expected create or check$/],
  [{ mode: 'xml' as never }, /mode is "xml"/],
  [{ prefix: 'a.b' }, /prefix is "a\.b"/],
  [{ maxPayload: -1 }, /maxPayload is -1/],
])('%j is refused', (options, message) => {
  expect(() => settingsOf(options)).toThrow(message)
})
