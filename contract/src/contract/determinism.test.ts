import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { inMemory, loadValid } from '../fixtures/documents.js'
import type { Contract } from '../index.js'
import { loadContract } from '../load-contract.js'

const document = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers: { b: { host: b, protocol: nats }, a: { host: a, protocol: nats } }
channels:
  two: { address: two, servers: [{ $ref: '#/servers/b' }, { $ref: '#/servers/a' }], messages: { M: { $ref: '#/components/messages/One' }, A: { $ref: '#/components/messages/Two' } } }
  one: { address: one, messages: { N: { $ref: '#/components/messages/One' }, Same: { name: same, payload: { $ref: schemas.yaml#/Order } } } }
  three: { address: three, messages: { Same: { name: same, payload: { $ref: '#/components/schemas/Order' } } } }
operations:
  b: { action: send, channel: { $ref: '#/channels/two' } }
  a: { action: receive, channel: { $ref: '#/channels/one' } }
components:
  messages:
    Two: { x-b: 1, x-a: 2, payload: { $ref: '#/components/schemas/Order' } }
    One: { payload: { properties: { z: { $ref: '#/components/schemas/Line' }, a: { $ref: '#/components/schemas/Order' } } } }
  schemas:
    Order: { properties: { b: {}, a: { $ref: '#/components/schemas/Line' } } }
    Line: { type: string }
`
const files = { 'schemas.yaml': 'Order: { properties: { c: { type: string } } }' }

/** The maps whose order carries nothing, turned round. */
function turn(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    key === 'payload' || key === 'schemas' ? turnNames(key, one) : turn(one, depth + 1),
  ])
  return Object.fromEntries(entries.reverse())
}

function turnNames(key: string, value: unknown): unknown {
  return key === 'schemas' ? Object.fromEntries(Object.entries(value as object).reverse()) : value
}

function withoutPlaces(contract: Contract): string {
  return JSON.stringify(contract, (key, value) => (key === 'line' || key === 'column' ? undefined : value), 1)
}

test('the order of maps that carry none changes nothing', async () => {
  const turned = JSON.stringify(turn(parse(document)))
  expect(turned).not.toBe(JSON.stringify(parse(document)))
  expect(withoutPlaces(await loadValid(turned, files))).toBe(withoutPlaces(await loadValid(document, files)))
})

test('the properties of a schema keep the order of their author', async () => {
  const { events } = await loadValid(document, files)
  const payload = events.find(({ id }) => id === 'One')?.payload
  expect(typeof payload === 'object' && Object.keys(payload.properties ?? {})).toEqual(['z', 'a'])
})

test('the folder that a contract stands in changes nothing', async () => {
  const here = await loadValid(document, files)
  const moved = Object.fromEntries(
    Object.entries({ 'asyncapi.yaml': document, ...files }).map(([name, text]) => [
      join('/elsewhere/deep', name),
      text,
    ]),
  )
  const fileAccess = { ...inMemory(moved), realpath: async (path: string) => path }
  const { contract } = await loadContract('/elsewhere/deep/asyncapi.yaml', { root: '/elsewhere', fileAccess })
  expect(JSON.stringify(contract)).toBe(JSON.stringify(here))
})

test('the same document gives the same bytes each time', async () => {
  expect(JSON.stringify(await loadValid(document, files))).toBe(JSON.stringify(await loadValid(document, files)))
})
