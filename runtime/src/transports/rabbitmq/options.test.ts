import { expect, test } from 'vitest'
import { placeOf } from './address.js'
import { settingsOf } from './options.js'

test.each([
  [{ orderWindow: 0 }, 'rabbitmq: orderWindow is 0; expected a whole number from 1 to 10000'],
  [{ heartbeatMs: 10 }, 'rabbitmq: heartbeatMs is 10; expected a whole number from 1000 to 600000'],
  [{ mode: 'batched' as never }, 'rabbitmq: mode is "batched"; expected binary or structured'],
  [{ prefix: 'amq.mine' }, 'rabbitmq: prefix is "amq.mine"; expected letters, digits, - and _'],
  [{ url: [] }, 'rabbitmq: url is empty; expected at least one address'],
  [
    { queueArguments: { 'x-queue-type': 'classic' } },
    'rabbitmq: queueArguments sets x-queue-type, which the transport sets itself',
  ],
])('%j is refused', (options, message) => {
  expect(() => settingsOf(options)).toThrow(message)
})

test.each([
  [undefined, '127.0.0.1:5672'],
  ['amqp://mario:secret@rabbit.example', 'rabbit.example:5672'],
  ['amqps://mario:secret@rabbit.example:1234/pizza?heartbeat=5', 'rabbit.example:1234/pizza'],
  ['amqps://[::1]/', '::1:5671'],
  [['amqp://one', 'amqp://two:1'], 'one:5672, two:1'],
])('%j is told as %s', (url, told) => {
  expect(placeOf(settingsOf(url === undefined ? {} : { url }).addresses)).toBe(told)
})

test('user and password are what was percent-encoded; where none is given, guest', () => {
  const [one, other] = settingsOf({ url: ['amqp://m%C3%A4rio:a%2Fb%40c@h', 'amqp://h'] }).addresses
  expect([one?.username, one?.password]).toEqual(['märio', 'a/b@c'])
  expect([other?.username, other?.password]).toEqual(['guest', 'guest'])
})
