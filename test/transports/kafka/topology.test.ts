import { isNotAccepted, isTopologyMismatch } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka

describe.skipIf(isMissing)(`Topics and groups of Kafka${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.kafka.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const name = (topic: string) => `${stage.prefix}.${topic}`
  const differencesOf = async (promise: Promise<unknown>) => {
    const error = await promise.catch((each: unknown) => each)
    if (!isTopologyMismatch(error)) throw new Error(`it was not refused as a mismatch: ${error}`)
    return error.differences
  }

  test('what is missing is made: a topic for each channel, and what the application needs of its own', async () => {
    const connection = await stage.connect()
    const sources = [
      { address: 'orders' },
      { address: 'street/{house}', family: 'street/{house}' },
      { address: 'cooking', application: 'pizzeria' },
    ]
    await connection.declare({ subscriptions: [placeAt({ sources })] })
    expect(await stage.topics()).toEqual([
      name('orders'),
      name('street_2F_7Bhouse_7D'),
      name('tidings.dead.pizzeria'),
      name('tidings.domain.pizzeria.cooking'),
      name('tidings.redriven.pizzeria'),
    ])
    const metadata = await stage.admin.metadata({ topics: [name('orders'), name('tidings.dead.pizzeria')] })
    expect(metadata.topics.get(name('orders'))?.partitionsCount).toBe(3)
    expect(metadata.topics.get(name('tidings.dead.pizzeria'))?.partitionsCount).toBe(1)
  })

  const bindings = {
    channel: { kafka: { topic: 'all-orders', partitions: 2, topicConfiguration: { 'retention.ms': 60_000 } } },
    operation: { kafka: { groupId: { type: 'string', enum: ['cooks'] }, clientId: 'stove' } },
  }

  test('the contract’s bindings name the topic, and say what it is like; so they do the group', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { sources: [{ address: 'orders', bindings }] })
    await connection.carry([outgoing('1', { place: { address: 'orders', bindings } })])
    const held = await receive(intake, 1)
    expect(held.map(({ place }) => place)).toEqual([{ address: 'orders' }])
    await intake.acknowledge(held)
    const metadata = await stage.admin.metadata({ topics: [name('all-orders')] })
    expect(metadata.topics.get(name('all-orders'))?.partitionsCount).toBe(2)
    expect([...(await stage.admin.listGroups({ types: ['consumer'] })).keys()]).toContain(name('cooks.kitchen'))
    expect(stage.warnings.filter((warning) => warning.includes('is received'))).toEqual([])
  })

  test('a binding that is not used is told of once, with its channel; those of other brokers never are', async () => {
    const connection = await stage.connect()
    const place = { address: 'orders', bindings: { channel: { nats: {} }, operation: bindings.operation } }
    for (const id of ['1', '2']) await connection.carry([outgoing(id, { place })])
    expect(stage.warnings).toEqual([
      'the kafka binding groupId of the operation by which orders is sent is not used: who sends is in no group',
      'the kafka binding clientId of the operation by which orders is sent is not used: ' +
        'one producer sends for all operations; the transport has an option clientId',
    ])
  })

  test('what is there with other settings than the bindings say is told, all at once', async () => {
    await stage.admin.createTopics({ topics: [name('all-orders')], partitions: 5, replicas: 1 })
    const connection = await stage.connect()
    const subscriptions = [placeAt({ sources: [{ address: 'orders', channel: 'theOrders', bindings }] })]
    expect(await differencesOf(connection.declare({ subscriptions }))).toEqual([
      `topic ${name('all-orders')} of channel theOrders has partitions 5, not 2`,
      `topic ${name('all-orders')} of channel theOrders has retention.ms 604800000, not 60000`,
    ])
    const [outcome] = await connection.carry([outgoing('1', { place: { address: 'orders', bindings } })])
    expect(isNotAccepted(outcome) && outcome.message).toContain('has partitions 5, not 2')
  })

  test('check only: all that is missing is told at once, and nothing is made', async () => {
    const connection = await stage.connect({ topology: 'check' })
    const subscriptions = [placeAt(), placeAt({ name: 'email', sources: [{ address: 'bills' }] })]
    expect((await differencesOf(connection.declare({ subscriptions }))).toSorted()).toEqual([
      `topic ${name('bills')} of channel bills is missing`,
      `topic ${name('orders')} of channel orders is missing`,
      `topic ${name('tidings.dead.pizzeria')} of the dead letters of pizzeria is missing`,
      `topic ${name('tidings.redriven.pizzeria')} of the redriven dead letters of pizzeria is missing`,
    ])
    const [outcome] = await connection.carry([outgoing('1')])
    expect(isNotAccepted(outcome) && outcome.message).toContain(`topic ${name('orders')} of channel orders is missing`)
    expect(await stage.topics()).toEqual([])
  })

  test('a subscription begins where it was asked to, and one that is there goes on', async () => {
    const connection = await stage.connect()
    await connection.carry([outgoing('old', { key: 'a' })])
    await new Promise((resolve) => setTimeout(resolve, 20))
    const between = new Date()
    await connection.carry([outgoing('new', { key: 'a' })])
    const started = await Promise.all(
      (['beginning', 'now', between] as const).map((start, index) =>
        stage.open(connection, { name: `s${index}`, start }),
      ),
    )
    await connection.carry([outgoing('last', { key: 'a' })])
    const seen = await Promise.all(started.map((intake, index) => receive(intake, [3, 1, 2][index] ?? 0)))
    expect(seen.map(idsOf)).toEqual([['old', 'new', 'last'], ['last'], ['new', 'last']])
  })

  test('an event that a subscription takes from now on has a position although others work in its group', async () => {
    const connection = await stage.connect()
    const first = await stage.open(connection)
    await connection.carry([outgoing('1')])
    await first.acknowledge(await receive(first, 1))
    const sources = [{ address: 'orders' }, { address: 'bills' }]
    const next = await stage.connect()
    await next.declare({ subscriptions: [placeAt({ sources })] })
    await connection.carry([outgoing('2', { address: 'bills' })])
    expect(idsOf(await receive(await next.open(placeAt({ sources })), 1))).toEqual(['2'])
  })

  test('of a topic that was deleted and made again nothing is passed over, whatever is settled of the one before', async () => {
    const connection = await stage.connect({ partitions: 1 })
    const intake = await stage.open(connection)
    await connection.carry(['1', '2', '3'].map((id) => outgoing(id)))
    const held = await receive(intake, 3)
    await stage.admin.deleteTopics({ topics: [name('orders')] })
    await expect.poll(() => stage.topics()).not.toContain(name('orders'))
    expect(await connection.carry([outgoing('4')])).toEqual([undefined])
    await intake.acknowledge(held)
    expect(idsOf(await receive(intake, 1))).toEqual(['4'])
  })

  test('of a topic that was made again nothing is passed over by a subscription that began behind the first of the one before', async () => {
    const connection = await stage.connect({ partitions: 1 })
    await stage.open(connection, { name: 'other' })
    await connection.carry(['1', '2', '3'].map((id) => outgoing(id)))
    const intake = await stage.open(connection, { start: 'now' })
    await connection.carry([outgoing('4')])
    expect(idsOf(await receive(intake, 1))).toEqual(['4'])
    await stage.admin.deleteTopics({ topics: [name('orders')] })
    await expect.poll(() => stage.topics()).not.toContain(name('orders'))
    expect(await connection.carry([outgoing('5'), outgoing('6')])).toEqual([undefined, undefined])
    expect(idsOf(await receive(intake, 2))).toEqual(['5', '6'])
  })

  test('any text is the name of a subscription and of an application', async () => {
    const connection = await stage.connect()
    const names = ['Küche/№ 1', 'Küche', '', '_', 'a.b', 'a_2Eb', '…'.repeat(200)]
    const intakes = await Promise.all(names.map((each) => stage.open(connection, { name: each })))
    await connection.carry([outgoing('1')])
    for (const intake of intakes) expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })
})
