import { isNotAccepted, isTopologyMismatch } from '@tidings/runtime/transport'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`Exchanges and queues of RabbitMQ${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.rabbitmq.url)
  })
  afterEach(() => stage.clear())

  const differencesOf = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!isTopologyMismatch(error)) throw new Error(`no mismatch but ${error}`)
    return error.differences
  }
  const isThere = (queue: string) =>
    stage.foreign((channel) =>
      channel.checkQueue(queue).then(
        () => true,
        () => false,
      ),
    )

  test('what is missing is made: quorum queues that keep what they hold, in order with one active consumer', async () => {
    const connection = await stage.connect({ queueArguments: { 'x-max-length': 1_000 } })
    await stage.open(connection, { order: 'per-key' })
    await stage.foreign(async (channel) => {
      const expected = { 'x-queue-type': 'quorum', 'x-max-length': 1_000, 'x-overflow': 'reject-publish' }
      const ordered = { 'x-single-active-consumer': true, 'x-delivery-limit': 1_000_000_100 }
      // The broker refuses what is not the same.
      await channel.assertQueue(stage.queue(), { arguments: { ...expected, ...ordered } })
      const kept = { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000_000 }
      await channel.assertQueue(`${stage.prefix}.dead.pizzeria`, { arguments: kept })
      await channel.assertExchange(stage.prefix, 'topic')
    })
  })

  test('ten instances that declare the same at once all may', async () => {
    const connections = await Promise.all(Array.from({ length: 10 }, () => stage.connect()))
    await Promise.all(connections.map((connection) => connection.declare({ subscriptions: [placeAt()] })))
    expect(await isThere(stage.queue())).toBe(true)
  })

  test('check only: all that is missing is told at once, and nothing is made', async () => {
    const connection = await stage.connect({ topology: 'check' })
    const places = [placeAt(), placeAt({ name: 'email', sources: [{ address: 'bills' }] })]
    expect(await differencesOf(connection.declare({ subscriptions: places }))).toEqual([
      `exchange ${stage.prefix} is missing; expected one of type topic`,
      `queue ${stage.queue()} of subscription kitchen is missing`,
      `queue ${stage.prefix}.dead.pizzeria of dead letters is missing`,
      `queue ${stage.queue('email')} of subscription email is missing`,
    ])
    expect(await isThere(stage.queue())).toBe(false)
  })

  test('check only: what another instance has made will do', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ topology: 'check' })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('check only: publishing to an exchange that is not there is refused, and says where', async () => {
    const connection = await stage.connect({ topology: 'check' })
    const [outcome] = await connection.carry([outgoing('1')])
    expect(isNotAccepted(outcome)).toBe(true)
    expect(outcome?.message).toContain(`exchange ${stage.prefix} is missing`)
  })

  test('otherwise it is made when the first event is published', async () => {
    const connection = await stage.connect()
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
  })

  test.each([
    [{}, { order: 'per-key' }, {}, 'it was made without order, and order per key is asked for'],
    [{ order: 'per-key' }, {}, {}, 'it was made for order per key, and none is asked for'],
    [
      { order: 'per-key' },
      { order: 'per-key' },
      { orderWindow: 50 },
      'it was made for an orderWindow of 100, and this one is 50',
    ],
    [
      {},
      {},
      { queueArguments: { 'x-max-length': 5 } },
      `inequivalent arg 'x-max-length' for queue 'QUEUE' in vhost '/': received the value '5' of type 'byte' but current is none`,
    ],
  ] as const)('made as %j, declared as %j with %j, a queue differs', async (before, after, options, told) => {
    await (await stage.connect()).declare({ subscriptions: [placeAt(before)] })
    for (const topology of ['create', 'check'] as const) {
      const connection = await stage.connect({ topology, ...options })
      const place = placeAt({ name: 'email', sources: [{ address: 'bills' }] })
      if (topology === 'create') await (await stage.connect(options)).declare({ subscriptions: [place] })
      expect(await differencesOf(connection.declare({ subscriptions: [placeAt(after), place] }))).toEqual([
        `queue ${stage.queue()} of subscription kitchen is there and differs: ` +
          `${told.replace('QUEUE', stage.queue())}; handle what is in it, then delete it`,
      ])
    }
    await stage.foreign((channel) => channel.deleteQueue(stage.queue('email')))
  })

  test('a subscription that takes other events than before keeps what waits, and takes the new', async () => {
    const first = await stage.connect()
    await (await stage.open(first)).close()
    await first.carry([outgoing('waiting')])
    const second = await stage.connect()
    const intake = await stage.open(second, { sources: [{ address: 'orders' }, { address: 'bills' }] })
    await second.carry([outgoing('new', { address: 'bills' })])
    expect(idsOf(await receive(intake, 2)).sort()).toEqual(['new', 'waiting'])
  })

  test('what it took before and takes no longer goes by', async () => {
    const first = await stage.connect()
    await (await stage.open(first)).close()
    const second = await stage.connect()
    const intake = await stage.open(second, { sources: [{ address: 'bills' }] })
    await second.carry([outgoing('old'), outgoing('new', { address: 'bills' })])
    expect(idsOf(await receive(intake, 1))).toEqual(['new'])
  })

  test.each(['none', 'per-key'] as const)(
    'a queue that is deleted is made again, and that is told, order %s',
    async (order) => {
      const connection = await stage.connect()
      const intake = await stage.open(connection, { order })
      const waiting = receive(intake, 1)
      await until(() => consumersOf(), 'it was consumed from')
      await stage.foreign((channel) => channel.deleteQueue(stage.queue()))
      await until(() => isThere(stage.queue()), 'it was made again')
      await until(() => stage.warnings.some((warning) => warning.includes('it is made again')), 'that was told')
      await connection.carry([outgoing('after')])
      expect(idsOf(await waiting)).toEqual(['after'])
    },
  )

  test('check only: that a queue is deleted is told for as long as it is', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ topology: 'check' })
    const intake = await stage.open(connection)
    const waiting = receive(intake, 1).catch((error: Error) => error.message)
    await until(() => consumersOf(), 'it was consumed from')
    await stage.foreign((channel) => channel.deleteQueue(stage.queue()))
    expect(await waiting).toContain(`queue ${stage.queue()} of subscription kitchen is missing`)
    await expect(receive(intake, 1)).rejects.toThrow(`queue ${stage.queue()} of subscription kitchen is missing`)
  })

  const consumersOf = () =>
    stage.foreign(async (channel) => (await channel.checkQueue(stage.queue())).consumerCount > 0)

  test('events flow by the exchange that the contract names, others by ours', async () => {
    const exchange = { name: `${stage.prefix}-theirs`, type: 'direct' }
    const bindings = { channel: { amqp: { is: 'routingKey', exchange } } }
    const connection = await stage.connect()
    const intake = await stage.open(connection, { sources: [{ address: 'orders', bindings }] })
    const place = { address: 'orders', bindings }
    expect(await connection.carry([outgoing('ours'), outgoing('theirs', { place })])).toEqual([undefined, undefined])
    const held = await receive(intake, 1)
    expect([idsOf(held), held[0]?.place]).toEqual([['theirs'], { address: 'orders' }])
    const wild = placeAt({ name: 'wild', sources: [{ address: 'street/{house}', bindings }] })
    expect(await differencesOf(connection.declare({ subscriptions: [wild] }))).toEqual([
      `exchange ${exchange.name} is direct and takes no wildcards; subscription wild asks for street.*`,
    ])
    await stage.foreign((channel) => channel.deleteExchange(exchange.name))
  })

  test('with the binding mandatory what nobody has subscribed to is refused, by its name', async () => {
    const connection = await stage.connect()
    const place = { address: 'orders', bindings: { operation: { amqp: { mandatory: true } } } }
    const [refused, accepted] = await connection.carry([outgoing('1', { place }), outgoing('2')])
    expect(isNotAccepted(refused)).toBe(true)
    expect(refused?.message).toContain('no queue takes what is for orders')
    expect(accepted).toBeUndefined()
    await stage.open(connection)
    expect(await connection.carry([outgoing('3', { place })])).toEqual([undefined])
  })

  test('with the binding expiration what is not handled in time is gone', async () => {
    const connection = await stage.connect()
    await (await stage.open(connection)).close()
    const place = { address: 'orders', bindings: { operation: { amqp: { expiration: 1 } } } }
    await connection.carry([outgoing('late', { place }), outgoing('patient')])
    const intake = await stage.open(connection)
    expect(idsOf(await receive(intake, 1))).toEqual(['patient'])
  })

  test('a binding that is not used is told of once, with its channel; those of other brokers never are', async () => {
    const connection = await stage.connect()
    const bindings = { channel: { kafka: { partitions: 3 } }, operation: { amqp: { priority: 3, expiration: 60_000 } } }
    const subscriptions = [placeAt({ sources: [{ address: 'orders', channel: 'theOrders', bindings }] })]
    for (const _ of [1, 2]) await connection.declare({ subscriptions })
    expect(stage.warnings).toEqual([
      'the amqp binding priority of the operation by which theOrders is received is not used: ' +
        'quorum queues of the oldest broker that is stood on have none',
    ])
  })

  test('a queue that is full refuses what comes, and pushes out nothing', async () => {
    const connection = await stage.connect({ queueArguments: { 'x-max-length': 2 }, publishTimeoutMs: 500 })
    const intake = await stage.open(connection)
    await until(async () => (await connection.carry([outgoing('more')]))[0] !== undefined, 'it was full')
    const [outcome] = await connection.carry([outgoing('last')])
    expect(outcome?.message).toMatch(/was not confirmed within 500 ms: message nacked/)
    await intake.acknowledge(await receive(intake, 2))
    await until(async () => (await connection.carry([outgoing('again')]))[0] === undefined, 'there was room again')
  })
})
