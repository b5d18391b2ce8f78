import { expect, test } from 'vitest'
import { placeOf, settingsOf } from './options.js'

test.each([
  [{ leaseMs: 0 }, 'redis: leaseMs is 0; expected a whole number from 300 to 2147483647'],
  [{ partitions: 1.5 }, 'redis: partitions is 1.5; expected a whole number from 1 to 64'],
  [{ keepHandledMs: -1 }, 'redis: keepHandledMs is -1; expected a whole number from 0 to 3153600000000'],
  [{ prefix: 'a*' }, 'redis: prefix is "a*"; expected letters, digits, : . - and _'],
  [{ mode: 'json' as never }, 'redis: mode is "json"; expected binary or structured'],
  [{ url: 'nats://localhost' }, 'redis: url is no address; expected redis://HOST:PORT or rediss://HOST:PORT'],
])('%j is no option', (options, message) => {
  expect(() => settingsOf(options)).toThrow(message)
})

test('where the server is holds no secret', () => {
  expect(placeOf({ url: 'redis://mario:secret@redis.example' })).toBe('redis.example:6379')
  expect(placeOf({ url: 'rediss://[::1]:7000/2' })).toBe('[::1]:7000')
})
