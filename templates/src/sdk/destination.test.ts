import type { ContractEvent, Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { buildChannel, buildContract, buildEvent, buildOperation, buildSchema } from '../fixtures/build-contract.js'
import { needsDestination, sendChannels } from './destination.js'

const event = (parts: Partial<ContractEvent> = {}) => buildEvent('E', { channels: ['a', 'b'], ...parts })
const channels = [buildChannel('a'), buildChannel('b')]
const send = (channel: string) => buildOperation(`send ${channel}`, { channel, events: ['E'] })
const receive = (channel: string) => buildOperation(`receive ${channel}`, { channel, action: 'receive', events: ['E'] })

const cases = [
  { name: 'one channel that is sent to', operations: [send('a')], want: ['a'] },
  { name: 'both channels that are sent to', operations: [send('a'), send('b')], want: ['a', 'b'] },
  { name: 'not a channel that is received from', operations: [send('a'), receive('b')], want: ['a'] },
  { name: 'a channel that goes both ways', operations: [receive('a'), send('a')], want: ['a'] },
  { name: 'a channel that no operation speaks of', operations: [receive('a')], want: ['b'] },
  { name: 'all channels of a contract without operations', operations: [], want: ['a', 'b'] },
  { name: 'none that only other applications send to', operations: [receive('a'), receive('b')], want: [] },
]

for (const { name, operations, want } of cases) {
  test(`may be ${name}`, () => {
    const found = sendChannels(event(), buildContract({ channels, operations, events: [event()] }))
    expect(found.map(({ channel }) => channel.id)).toEqual(want)
    expect(needsDestination(found)).toBe(want.length > 1)
  })
}

const payloads: readonly [name: string, payload: Schema | undefined, given: boolean][] = [
  ['a required text', { required: ['id'], properties: { id: { type: 'string' } } }, true],
  ['a required number', { required: ['id'], properties: { id: { type: 'integer' } } }, true],
  ['one of some texts', { required: ['id'], properties: { id: { enum: ['a', 'b'] } } }, true],
  ['a fixed text', { required: ['id'], properties: { id: { const: 'a' } } }, true],
  ['a shared schema', { required: ['id'], properties: { id: { $ref: '#/schemas/Id' } } }, true],
  ['a payload that is a shared schema', { $ref: '#/schemas/Order' }, true],
  ['a part of a composed payload', { allOf: [{ $ref: '#/schemas/Order' }, { type: 'object' }] }, true],
  ['an optional text', { properties: { id: { type: 'string' } } }, false],
  ['a nullable text', { required: ['id'], properties: { id: { type: ['string', 'null'] } } }, false],
  ['an object', { required: ['id'], properties: { id: { type: 'object' } } }, false],
  ['a property without a schema', { required: ['id'] }, false],
  ['one of several shapes', { oneOf: [{ $ref: '#/schemas/Order' }] }, false],
  ['a schema that leads to itself', { $ref: '#/schemas/Loop' }, false],
  ['nothing', undefined, false],
]

for (const [name, payload, given] of payloads) {
  test(`${given ? 'finds' : 'does not find'} a parameter in ${name}`, () => {
    const channel = buildChannel('a', { parameters: [{ name: 'id', location: { in: 'payload', path: ['id'] } }] })
    const contract = buildContract({
      channels: [channel],
      schemas: [
        buildSchema('Id', { type: 'string' }),
        buildSchema('Loop', { $ref: '#/schemas/Loop' }),
        buildSchema('Order', { required: ['id'], properties: { id: { $ref: '#/schemas/Id' } } }),
      ],
    })
    const [found] = sendChannels(event(payload === undefined ? {} : { payload }), contract)
    expect(found?.missing.map((parameter) => parameter.name)).toEqual(given ? [] : ['id'])
  })
}
