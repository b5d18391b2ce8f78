import { expect, test } from 'vitest'
import { settingsOf as kafkaSettings } from '../transports/kafka/options.js'
import { settingsOf as mqttSettings } from '../transports/mqtt/options.js'
import { settingsOf as natsSettings } from '../transports/nats/options.js'
import { settingsOf as rabbitmqSettings } from '../transports/rabbitmq/options.js'
import { settingsOf as redisSettings } from '../transports/redis/options.js'
import { addressOfServer, type Server } from './server.js'

const reading = { transport: 'mqtt', schemes: { mqtt: 'mqtt', 'secure-mqtt': 'mqtts' } }

test('an address is made of the protocol, the host and the path', () => {
  const server = { protocol: 'Secure-MQTT', host: 'broker.example:8884', pathname: '/a' }
  expect(addressOfServer(server, reading)).toBe('mqtts://broker.example:8884/a')
})

test.each<[Server, string]>([
  [
    { protocol: 'kafka', host: 'broker.example' },
    'mqtt: server broker.example has the protocol kafka; expected mqtt or secure-mqtt',
  ],
  [
    { protocol: 'constructor', host: 'broker.example' },
    'mqtt: server broker.example has the protocol constructor; expected mqtt or secure-mqtt',
  ],
  [
    { protocol: 'mqtt', host: '{region}.example' },
    'mqtt: the address of server {region}.example has the variable {region}; give one with its value',
  ],
])('%j is refused', (server, message) => {
  expect(() => addressOfServer(server, reading)).toThrow(message)
})

test('every transport of a broker takes one', () => {
  expect(mqttSettings({ server: { protocol: 'mqtts', host: 'b' } })).toMatchObject({ host: 'b', port: 8883 })
  expect(redisSettings({ server: { protocol: 'redis', host: 'b:6380' } }).url).toBe('redis://b:6380')
  expect(natsSettings({ server: { protocol: 'nats', host: 'b:4223' } }).servers).toEqual(['nats://b:4223'])
  expect(kafkaSettings({ server: { protocol: 'kafka', host: 'b:9093' } })).toMatchObject({
    brokers: [{ host: 'b', port: 9093 }],
    tls: undefined,
  })
  expect(kafkaSettings({ server: { protocol: 'kafka-secure', host: 'a:1,b:2' } })).toMatchObject({
    brokers: [
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
    ],
    tls: {},
  })
  expect(rabbitmqSettings({ server: { protocol: 'amqps', host: 'b', pathname: '/orders' } }).addresses).toMatchObject([
    { protocol: 'amqps', hostname: 'b', port: 5671, vhost: 'orders' },
  ])
})

test('an address that is given rules', () => {
  expect(mqttSettings({ url: 'mqtt://here', server: { protocol: 'kafka', host: 'there' } }).host).toBe('here')
  expect(redisSettings({ url: 'redis://here', server: { protocol: 'kafka', host: 'there' } }).url).toBe('redis://here')
})
