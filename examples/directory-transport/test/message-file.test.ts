import type { Outgoing } from '@tidings/runtime/transport'
import { expect, test } from 'vitest'
import { readMessage, writeMessage } from '../src/message-file.js'

const attributes = {
  specversion: '1.0',
  id: 'e-1',
  source: '/mario',
  type: 'OrderConfirmed',
  subject: 'Crème brûlée',
  datacontenttype: 'application/json',
} as const
const carried: Outgoing = {
  place: { address: 'orders/17', application: 'Mario' },
  key: '17',
  trace: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  message: { attributes, headers: { 'X-Tenant': 'a' }, data: Buffer.from('{"orderId":"17"}') },
}
const elsewhere = { address: 'orders' }
const read = (...lines: readonly string[]) => readMessage(Buffer.from(lines.join('\n')), elsewhere)

const beside = `tidings-address: orders/17
tidings-application: Mario
tidings-key: 17
traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01`

const binary = `ce-specversion: 1.0
ce-id: e-1
ce-source: /mario
ce-type: OrderConfirmed
ce-subject: Cr%C3%A8me%20br%C3%BBl%C3%A9e
content-type: application/json
X-Tenant: a
${beside}

{"orderId":"17"}`

const structured = `content-type: application/cloudevents+json
${beside}

{"specversion":"1.0","id":"e-1","source":"/mario","type":"OrderConfirmed","subject":"Crème brûlée","datacontenttype":"application/json","messageheaders":"{\\"X-Tenant\\":\\"a\\"}","data":{"orderId":"17"}}`

test.each([
  ['binary', binary],
  ['structured', structured],
] as const)('a file in %s mode is written thus, and read as what was written', (mode, file) => {
  expect(Buffer.from(writeMessage(carried, mode)).toString()).toBe(file)
  const { place, key, trace, message } = readMessage(Buffer.from(file), elsewhere)
  expect({ place, key, trace }).toEqual({ place: carried.place, key: carried.key, trace: carried.trace })
  expect(message?.headers).toEqual(carried.message.headers)
  expect(message?.attributes).toMatchObject(attributes)
  expect(Buffer.from(message?.data ?? []).toString()).toBe('{"orderId":"17"}')
})

test.each([
  ['in another case', ['CE-SpecVersion: 1.0', 'CE-ID: e-1', 'Ce-Source: /mario', 'ce-type: OrderConfirmed', '', '1']],
  [
    'with carriage returns',
    ['ce-specversion: 1.0\r', 'ce-id: e-1\r', 'ce-source: /mario\r', 'ce-type: OrderConfirmed\r', '\r', '1'],
  ],
  ['as JSON alone', ['{"specversion":"1.0","id":"e-1","source":"/mario","type":"OrderConfirmed","data":1}']],
])('an event that somebody else wrote %s is read', (_, lines) => {
  const { message, place } = read(...lines)
  expect(message?.attributes).toMatchObject({ specversion: '1.0', id: 'e-1', source: '/mario', type: 'OrderConfirmed' })
  expect(Buffer.from(message?.data ?? []).toString()).toBe('1')
  expect(place).toEqual(elsewhere)
})

test.each([
  ['text', ['two pizzas, please'], 'neither ce- headers nor its content type'],
  ['nothing', [''], 'neither ce- headers nor its content type'],
  ['half of an event', ['ce-specversion: 1.0', 'ce-id: e-1', '', '1'], 'without source, type'],
  ['a batch', ['content-type: application/cloudevents-batch+json', '', '[]'], 'but a batch'],
])('%s is told as what it is, and kept as it stood', (_, lines, why) => {
  const { message, unreadable, wire } = read(...lines)
  expect(message).toBeUndefined()
  expect(unreadable?.message).toContain(why)
  expect(Buffer.from(wire?.body ?? []).toString()).toBe(lines.at(-1))
})

test('a value that would end its line becomes no header of its own', () => {
  const attributesOfAnother = { ...attributes, datacontenttype: 'text/plain\ntidings-application: Luigi' }
  const outgoing = { place: { address: 'orders' }, message: { ...carried.message, attributes: attributesOfAnother } }
  expect(readMessage(writeMessage(outgoing, 'binary'), elsewhere).place).toEqual({ address: 'orders' })
})
