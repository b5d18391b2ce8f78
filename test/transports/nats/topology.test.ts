import { nanos } from '@nats-io/transport-node'
import { isNotAccepted, isTopologyMismatch } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`Streams and consumers of NATS${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const name = (stream: string) => `${stage.prefix}__${stream}`
  const rejectionOf = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error as Error,
    )

  test('what is missing is made: a stream for each channel, and what the application needs of its own', async () => {
    const connection = await stage.connect()
    const sources = [
      { address: 'orders' },
      { address: 'street/{house}', family: 'street/{house}' },
      { address: 'cooking', application: 'pizzeria' },
    ]
    await connection.declare({ subscriptions: [placeAt({ sources })] })
    expect(await stage.streams()).toEqual(
      [
        name('orders'),
        name('street___any'),
        name('tidings__pizzeria__domain'),
        name('tidings__pizzeria__redriven'),
      ].sort(),
    )
    const { config } = await stage.jsm.streams.info(name('street___any'))
    expect(config).toMatchObject({
      subjects: [`${stage.prefix}.street.*`],
      retention: 'limits',
      storage: 'file',
      discard: 'new',
      max_age: 0,
      max_bytes: -1,
      num_replicas: 1,
    })
    const consumer = await stage.jsm.consumers.info(name('orders'), 'pizzeria__kitchen')
    expect(consumer.config).toMatchObject({
      ack_policy: 'explicit',
      ack_wait: nanos(2_000),
      max_deliver: -1,
      // As one of several it would be searched for: nats-server 2.10 reads a block of the stream for each message then.
      filter_subject: `${stage.prefix}.orders`,
    })
  })

  test('a binding of NATS that is not used is told of once, with its channel; those of other brokers never are', async () => {
    const connection = await stage.connect()
    const bindings = { channel: { kafka: { partitions: 3 } }, operation: { nats: { queue: 'cooks' } } }
    const place = placeAt({ sources: [{ address: 'orders', channel: 'theOrders', bindings }] })
    await connection.declare({ subscriptions: [place] })
    await connection.declare({ subscriptions: [place] })
    for (const id of ['1', '2']) await connection.carry([outgoing(id, { place: { address: 'orders', bindings } })])
    expect(stage.warnings).toEqual([
      'the nats binding queue of the operation by which theOrders is received is not used: ' +
        'instances share the work of a subscription by its name',
      'the nats binding queue of the operation by which orders is sent is not used: ' +
        'instances share the work of a subscription by its name',
    ])
  })

  test('ten instances that declare the same at once all may', async () => {
    const connections = await Promise.all(Array.from({ length: 10 }, () => stage.connect()))
    await Promise.all(connections.map((connection) => connection.declare({ subscriptions: [placeAt()] })))
    expect(await stage.streams()).toEqual([name('orders'), name('tidings__pizzeria__redriven')])
  })

  test('an event of a channel with parameters goes to the stream of the channel', async () => {
    const connection = await stage.connect()
    const place = { address: 'street/rome', family: 'street/{house}' }
    expect(await connection.carry([outgoing('1', { place })])).toEqual([undefined])
    expect(await stage.streams()).toEqual([name('street___any')])
  })

  test('check only: all that is missing is told at once, and nothing is made', async () => {
    const connection = await stage.connect({ topology: 'check' })
    const error = await rejectionOf(
      connection.declare({ subscriptions: [placeAt(), placeAt({ name: 'email', sources: [{ address: 'bills' }] })] }),
    )
    expect(isTopologyMismatch(error)).toBe(true)
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `no stream holds ${stage.prefix}.orders; expected one, such as ${name('orders')}`,
      `no stream holds ${stage.prefix}.tidings.redriven.pizzeria.*; expected one, such as ${name('tidings__pizzeria__redriven')}`,
      `no stream holds ${stage.prefix}.bills; expected one, such as ${name('bills')}`,
    ])
    expect(await stage.streams()).toEqual([])
  })

  test('check only: a consumer that is missing is told', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    await stage.jsm.consumers.delete(name('orders'), 'pizzeria__kitchen')
    const connection = await stage.connect({ topology: 'check' })
    const error = await rejectionOf(connection.declare({ subscriptions: [placeAt()] }))
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `consumer pizzeria__kitchen of stream ${name('orders')} is missing`,
    ])
  })

  test('check only: what another instance has made will do', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ topology: 'check' })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('check only: publishing where no stream is is refused, and says where', async () => {
    const connection = await stage.connect({ topology: 'check' })
    const [outcome] = await connection.carry([outgoing('1', { address: 'nowhere' })])
    expect(isNotAccepted(outcome)).toBe(true)
    expect(outcome?.message).toContain(`no stream holds ${stage.prefix}.nowhere`)
  })

  test('a setting that differs is told, with both values, and nothing is changed', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ leaseMs: 5_000, streams: { maxBytes: 1_000_000 } })
    const streams = await rejectionOf(connection.declare({ subscriptions: [placeAt()] }))
    expect(isTopologyMismatch(streams) && streams.differences).toEqual([
      `stream ${name('orders')} has max_bytes -1; expected 1000000`,
    ])
    const other = await stage.connect({ leaseMs: 5_000 })
    const consumers = await rejectionOf(other.declare({ subscriptions: [placeAt()] }))
    expect(isTopologyMismatch(consumers) && consumers.differences).toEqual([
      `consumer pizzeria__kitchen of stream ${name('orders')} has ack_wait 2000000000; expected 5000000000`,
      `consumer pizzeria__kitchen__redriven of stream ${name('tidings__pizzeria__redriven')} has ack_wait 2000000000; expected 5000000000`,
    ])
    expect((await stage.jsm.streams.info(name('orders'))).config.max_bytes).toBe(-1)
  })

  test('a stream of somebody else that holds the subject is used as it is', async () => {
    const theirs = `${stage.prefix}-theirs`
    await stage.jsm.streams.add({ name: theirs, subjects: [`${stage.prefix}.>`], storage: 'memory', max_msgs: 500 })
    const { config } = await stage.jsm.streams.info(theirs)
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
    expect(await stage.streams()).toEqual([theirs])
    expect((await stage.jsm.streams.info(theirs)).config).toEqual(config)
  })

  test('a stream that holds but a part of a channel is told', async () => {
    const theirs = `${stage.prefix}-theirs`
    await stage.jsm.streams.add({ name: theirs, subjects: [`${stage.prefix}.street.rome`] })
    const connection = await stage.connect()
    const sources = [{ address: 'street/{house}', family: 'street/{house}' }]
    const error = await rejectionOf(connection.declare({ subscriptions: [placeAt({ sources })] }))
    expect(isTopologyMismatch(error) && error.differences[0]).toBe(
      `stream ${theirs} holds ${stage.prefix}.street.rome, a part of ${stage.prefix}.street.*; ` +
        `expected one stream for all of it: give it the subject ${stage.prefix}.street.*`,
    )
  })

  test('a subscription that takes more events than before keeps its position', async () => {
    const sources = (...addresses: string[]) => addresses.map((address) => ({ address, application: 'pizzeria' }))
    const place = (address: string) => ({ address, application: 'pizzeria' })
    const first = await stage.connect()
    await (await stage.open(first, { sources: sources('cooking') })).close()
    await first.carry([outgoing('waiting', { place: place('cooking') })])
    const second = await stage.connect()
    const intake = await stage.open(second, { sources: sources('cooking', 'baking') })
    await second.carry([outgoing('new', { place: place('baking') })])
    expect(idsOf(await receive(intake, 2)).sort()).toEqual(['new', 'waiting'])
  })

  test('a subscription that takes fewer events than before takes the others no more', async () => {
    const sources = (...addresses: string[]) => addresses.map((address) => ({ address, application: 'pizzeria' }))
    const place = (address: string) => ({ address, application: 'pizzeria' })
    const first = await stage.connect()
    await (await stage.open(first, { sources: sources('cooking', 'baking') })).close()
    await first.carry([
      outgoing('given up', { place: place('baking') }),
      outgoing('waiting', { place: place('cooking') }),
    ])
    const second = await stage.connect()
    const intake = await stage.open(second, { sources: sources('cooking') })
    await second.carry([outgoing('other', { place: place('baking') }), outgoing('new', { place: place('cooking') })])
    expect(idsOf(await receive(intake, 2))).toEqual(['waiting', 'new'])
  })

  test('a subscription that is divided otherwise than before is told', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ partitions: 2 })
    const error = await rejectionOf(connection.declare({ subscriptions: [placeAt({ order: 'per-key' })] }))
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `consumer pizzeria__kitchen of stream ${name('orders')} divides subscription kitchen otherwise; expected ` +
        'pizzeria__kitchen__0_of_2, pizzeria__kitchen__1_of_2: stop its instances, let it run empty, and delete it',
    ])
  })

  test('a subscription in order has a consumer for each partition, which hands out one event at a time', async () => {
    await (await stage.connect({ partitions: 2 })).declare({ subscriptions: [placeAt({ order: 'per-key' })] })
    const found = await Promise.all(
      ['pizzeria__kitchen__0_of_2', 'pizzeria__kitchen__1_of_2'].map((consumer) =>
        stage.jsm.consumers.info(name('orders'), consumer),
      ),
    )
    expect(found.map(({ config }) => config.max_ack_pending)).toEqual([1, 1])
  })

  test('a consumer of a subscription in order that hands out more than one at a time is told', async () => {
    const subscriptions = [placeAt({ order: 'per-key' })]
    const connection = await stage.connect({ partitions: 1 })
    await connection.declare({ subscriptions })
    await stage.jsm.consumers.update(name('orders'), 'pizzeria__kitchen__0_of_1', { max_ack_pending: 100 })
    const error = await rejectionOf(connection.declare({ subscriptions }))
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `consumer pizzeria__kitchen__0_of_1 of stream ${name('orders')} has max_ack_pending 100; expected 1`,
    ])
  })

  test.each(['none', 'per-key'] as const)(
    'a consumer that is deleted is made again, and that is told, order %s',
    async (order) => {
      const connection = await stage.connect()
      const intake = await stage.open(connection, { order })
      const waiting = receive(intake, 1).catch((error: Error) => error)
      await until(async () => {
        const { state } = await stage.jsm.streams.info(name('orders'))
        return state.consumer_count > 0
      }, 'the consumer was there')
      for await (const { name: consumer } of stage.jsm.consumers.list(name('orders'))) {
        await stage.jsm.consumers.delete(name('orders'), consumer)
      }
      await connection.carry([outgoing('meanwhile', { key: 'a' })])
      const outcome = await waiting
      const held = outcome instanceof Error ? await receiveAgain(() => receive(intake, 1)) : outcome
      expect(idsOf(held)).toEqual(['meanwhile'])
      if (outcome instanceof Error) expect(outcome.message).toMatch(/consumer pizzeria__kitchen\S* of stream/)
      expect(stage.warnings.some((warning) => warning.includes('was deleted; it is made again from'))).toBe(true)
    },
  )

  test('a stream that is deleted is made again', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const waiting = receive(intake, 1).catch((error: Error) => error)
    await until(() => stage.streams().then((streams) => streams.includes(name('orders'))), 'the stream was there')
    await stage.jsm.streams.delete(name('orders'))
    await waiting
    const held = receiveAgain(() => receive(intake, 1))
    await until(async () => (await connection.carry([outgoing('after')]))[0] === undefined, 'it was accepted')
    expect(idsOf(await held)).toEqual(['after'])
  })

  test('check only: that a consumer is deleted is told for as long as it is', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ topology: 'check' })
    const intake = await stage.open(connection)
    const waiting = rejectionOf(receive(intake, 1))
    await stage.jsm.consumers.delete(name('orders'), 'pizzeria__kitchen')
    expect((await waiting)?.message).toContain('consumer pizzeria__kitchen of stream')
    expect((await rejectionOf(receive(intake, 1)))?.message).toContain('consumer pizzeria__kitchen of stream')
  })
})

/** As the bus does: what rejects is tried again. */
async function receiveAgain<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (tries === 20) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
