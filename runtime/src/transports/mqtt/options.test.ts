import { expect, test } from 'vitest'
import { type MqttOptions, settingsOf } from './options.js'

test('without options it is a broker on this machine', () => {
  expect(settingsOf({})).toMatchObject({ host: '127.0.0.1', port: 1883, isSecure: false, sessions: 4, durable: false })
})

test.each<[string, object]>([
  ['mqtt://broker', { host: 'broker', port: 1883, isSecure: false }],
  ['mqtts://broker', { host: 'broker', port: 8883, isSecure: true }],
  ['mqtt://a%40b:c%3Ad@[::1]:1884', { host: '::1', port: 1884, username: 'a@b', password: 'c:d' }],
])('%s is read', (url, settings) => {
  expect(settingsOf({ url })).toMatchObject(settings)
})

test.each<[MqttOptions, string]>([
  [{ url: 'nats://broker' }, 'url is no address of a broker'],
  [{ sessions: 0 }, 'sessions is 0; expected a whole number from 1 to 64'],
  [{ keepAliveMs: 1.5 }, 'keepAliveMs is 1.5; expected a whole number from 100'],
  [{ mode: 'text' as 'binary' }, 'mode is "text"; expected binary or structured'],
  [{ prefix: 'a/b' }, 'prefix is "a/b"; expected letters, digits, - and _'],
])('%j can be no options', (options, message) => {
  expect(() => settingsOf(options)).toThrow(`mqtt: ${message}`)
})

test('what the bindings of a server say stands in for options that are not given', () => {
  const server = {
    protocol: 'mqtt',
    host: 'broker',
    bindings: { mqtt: { keepAlive: 60, sessionExpiryInterval: 3_600 } },
  }
  expect(settingsOf({ server })).toMatchObject({ keepAliveMs: 60_000, sessionExpirySeconds: 3_600 })
  expect(settingsOf({ server, keepAliveMs: 5_000 })).toMatchObject({ keepAliveMs: 5_000, sessionExpirySeconds: 3_600 })
  expect(settingsOf({ url: 'mqtt://other', server })).toMatchObject({ host: 'other', keepAliveMs: 60_000 })
})
