import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.mqtt

describe.skipIf(isMissing)(`What MQTT sets up${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.mqtt.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('a subscription is told of by one retained message', async () => {
    const connection = await stage.connect()
    await connection.declare({
      subscriptions: [placeAt({ sources: [{ address: 'orders/{id}', family: 'orders/{id}' }] })],
    })
    const heard = await stage.listen('tidings/subscriptions/#')
    await until(() => heard.length > 0, 'it was heard')
    expect(heard.map(({ topic, body }) => [topic, JSON.parse(body)])).toEqual([
      [
        `${stage.prefix}/tidings/subscriptions/pizzeria/kitchen`,
        {
          order: 'none',
          sessions: 4,
          filters: [`${stage.prefix}/orders/+`, `${stage.prefix}/tidings/redriven/pizzeria/kitchen`],
        },
      ],
    ])
  })

  test('who only compares is told all that is missing, and nothing is made', async () => {
    const checking = await stage.connect({ topology: 'check' })
    const subscriptions = [placeAt({ name: 'kitchen' }), placeAt({ name: 'email' })]
    for (const _ of [1, 2]) {
      await expect(checking.declare({ subscriptions })).rejects.toThrow(
        /subscription kitchen is missing; subscription email is missing$/,
      )
    }
  })

  test('another order or another number of sessions is a difference', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const other = await stage.connect({ sessions: 8 })
    await expect(other.declare({ subscriptions: [placeAt({ order: 'per-key' })] })).rejects.toThrow(
      /subscription kitchen has order none; expected per-key, or another name; subscription kitchen has sessions 4; expected 8, or another name$/,
    )
  })

  test('what a subscription takes may change, and what waits stays', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt({ sources: [{ address: 'orders' }, { address: 'old' }] })] })
    await connection.carry([outgoing('1')])
    const changed = placeAt({ sources: [{ address: 'orders' }, { address: 'new' }] })
    await connection.declare({ subscriptions: [changed] })
    await connection.carry([outgoing('2', { address: 'new' }), outgoing('3', { address: 'old' })])
    const intake = await connection.open(changed)
    expect(idsOf(await receive(intake, 2)).toSorted()).toEqual(['1', '2'])
  })

  test('names of any kind are told apart', async () => {
    const connection = await stage.connect()
    const names = ['a/b', 'a.b', 'a+b', 'a#', '%', '', '✓ kitchen']
    const places = names.map((name) => placeAt({ name }))
    await connection.declare({ subscriptions: places })
    await connection.carry([outgoing('1')])
    for (const place of places) expect(idsOf(await receive(await connection.open(place), 1))).toEqual(['1'])
  })

  test('the bindings of an operation are honoured, and what is not is told', async () => {
    const heard = await stage.listen('orders')
    const connection = await stage.connect()
    const bindings = {
      channel: { kafka: { topic: 'x' } },
      operation: { mqtt: { qos: 0, retain: true, messageExpiryInterval: 60, bindingVersion: '0.2.0', other: 1 } },
    }
    const place = { address: 'orders', bindings }
    await connection.carry([outgoing('1', { place }), outgoing('2', { place })])
    await until(() => heard.length === 2, 'both were heard')
    expect(heard[0]?.packet.properties?.messageExpiryInterval).toBe(60)
    const later = await stage.listen('orders')
    await until(() => later.length > 0, 'the last was heard later')
    expect(later.map(({ packet }) => packet.retain)).toEqual([true])
    expect(stage.warnings).toEqual([
      'the mqtt5 binding qos of the operation by which orders is sent is not used: events travel with QoS 1, at least once',
      'the mqtt5 binding other of the operation by which orders is sent is not used',
    ])
  })

  test('a server of the contract says where the broker is, and what of its bindings is not used is told', async () => {
    const server = {
      protocol: 'mqtt',
      host: new URL(brokers.mqtt.url).host,
      bindings: { mqtt: { keepAlive: 7, sessionExpiryInterval: {}, clientId: 'guest' } },
    }
    const connection = await stage.connect({ server })
    expect((await connection.health()).status).toBe('healthy')
    expect(stage.warnings).toEqual([
      `the mqtt5 binding sessionExpiryInterval of the server ${server.host} is not used: a whole number of seconds is expected`,
      `the mqtt5 binding clientId of the server ${server.host} is not used: each session of a subscription has its own`,
    ])
  })

  test('data larger than may be is refused before it is sent', async () => {
    const connection = await stage.connect({ maxPayload: 100 })
    const large = outgoing('1', {
      message: {
        attributes: { specversion: '1.0', id: '1', source: 's', type: 'OrderConfirmed' },
        data: new Uint8Array(101),
      },
    })
    const [outcome] = await connection.carry([large])
    expect(outcome?.message).toMatch(/^OrderConfirmed has 101 bytes of data, the transport carries 100; /)
  })
})
