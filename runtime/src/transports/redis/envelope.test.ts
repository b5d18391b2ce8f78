import { expect, test } from 'vitest'
import { openEnvelope } from './envelope.js'

/** As FastStream 0.7.8 wrote it: two headers and a body. */
const written = Buffer.from(
  ['8942494e0d0a1a0a 0001 00000012 0000002c 0002', '0005 63655f6964 0002 6631', '0007 63655f74797065 0002 4f43', '7b7d']
    .join('')
    .replaceAll(' ', ''),
  'hex',
)

test('headers and data are read', () => {
  const { headers, body = new Uint8Array() } = openEnvelope(written) ?? {}
  expect(headers).toEqual([
    ['ce_id', 'f1'],
    ['ce_type', 'OC'],
  ])
  expect(Buffer.from(body).toString()).toBe('{}')
})

test('what is cut off, or is something else, is none', () => {
  for (let length = 0; length < written.length - 2; length++) {
    expect(openEnvelope(written.subarray(0, length))).toBeUndefined()
  }
  expect(openEnvelope(Buffer.from('{"orderId":"17","items":[]}'))).toBeUndefined()
})

test('lengths that lead out of it make it none', () => {
  for (const [at, value] of [
    [10, 0xff],
    [14, 0xff],
    [20, 0xff],
  ] as const) {
    const spoilt = Buffer.from(written)
    spoilt[at] = value
    expect(openEnvelope(spoilt)).toBeUndefined()
  }
})
