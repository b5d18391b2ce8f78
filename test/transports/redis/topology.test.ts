import { isNotAccepted, isTopologyMismatch } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.redis

describe.skipIf(isMissing)(`Streams and groups of Redis${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.redis.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const rejectionOf = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error as Error,
    )
  const groupsOf = async (key: string) =>
    (await stage.foreign.xInfoGroups(`${stage.prefix}${key}`)).map(({ name }) => String(name))
  const consumersOf = async (key: string, group: string) =>
    (await stage.foreign.xInfoConsumers(`${stage.prefix}${key}`, group)).map(({ name }) => String(name))

  test('what is missing is made: a stream for each channel, and what the subscription needs of its own', async () => {
    const connection = await stage.connect()
    const sources = [
      { address: 'orders' },
      { address: 'street/{house}', family: 'street/{house}' },
      { address: 'cooking', application: 'pizzeria' },
      { address: 'tidings:own' },
    ]
    await connection.declare({ subscriptions: [placeAt({ sources })] })
    expect(await stage.keys()).toEqual([
      '%74idings:own',
      'orders',
      'street/*',
      'tidings:domain:pizzeria:cooking',
      'tidings:redriven:pizzeria:kitchen',
      'tidings:subscriptions:pizzeria',
    ])
    expect(await groupsOf('orders')).toEqual(['pizzeria:kitchen'])
  })

  test('names of any text are told apart', async () => {
    const connection = await stage.connect()
    const names = ['a:b', 'a%3Ab', 'a b', 'ä/0', '0/8', '']
    await connection.declare({ subscriptions: names.map((name) => placeAt({ name, application: 'x:y' })) })
    expect(await groupsOf('orders')).toEqual([
      'x%3Ay:',
      'x%3Ay:0%2F8',
      'x%3Ay:a%20b',
      'x%3Ay:a%253Ab',
      'x%3Ay:a%3Ab',
      'x%3Ay:ä%2F0',
    ])
  })

  test('ten instances that declare the same at once all may', async () => {
    const connections = await Promise.all(Array.from({ length: 10 }, () => stage.connect()))
    await Promise.all(connections.map((connection) => connection.declare({ subscriptions: [placeAt()] })))
    expect(await groupsOf('orders')).toEqual(['pizzeria:kitchen'])
  })

  test('what stands in a binding of Redis is told of once; what stands in those of other brokers never is', async () => {
    const connection = await stage.connect()
    const bindings = { channel: { kafka: { partitions: 3 } }, operation: { redis: { group: 'cooks' } } }
    const place = placeAt({ sources: [{ address: 'orders', channel: 'theOrders', bindings }] })
    await connection.declare({ subscriptions: [place] })
    await connection.declare({ subscriptions: [place] })
    expect(stage.warnings).toEqual([
      'the redis binding group of the operation by which theOrders is received is not used',
    ])
  })

  test('check only: all that is missing is told at once, and nothing is made', async () => {
    const connection = await stage.connect({ topology: 'check' })
    const error = await rejectionOf(
      connection.declare({ subscriptions: [placeAt(), placeAt({ name: 'email', sources: [{ address: 'bills' }] })] }),
    )
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `group pizzeria:kitchen of stream ${stage.prefix}tidings:redriven:pizzeria:kitchen is missing`,
      `group pizzeria:kitchen of stream ${stage.prefix}orders is missing`,
      `group pizzeria:email of stream ${stage.prefix}tidings:redriven:pizzeria:email is missing`,
      `group pizzeria:email of stream ${stage.prefix}bills is missing`,
    ])
    expect(await stage.keys()).toEqual([])
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
    expect(outcome?.message).toBe(`there is no stream ${stage.prefix}nowhere, and none is to be made (topology)`)
    expect(await stage.keys()).toEqual([])
  })

  test('a key that holds something else is told, when it is declared and when it is published to; others go', async () => {
    await stage.foreign.set(`${stage.prefix}orders`, 'mine')
    const connection = await stage.connect()
    const error = await rejectionOf(connection.declare({ subscriptions: [placeAt()] }))
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `key ${stage.prefix}orders holds a string; expected a stream, or nothing`,
    ])
    const outcomes = await connection.carry([outgoing('1'), outgoing('2', { address: 'bills' })])
    expect(outcomes[0]?.message).toMatch(/^Redis refuses what is for \S+orders: .*wrong kind of value/)
    expect(outcomes[1]).toBeUndefined()
    expect(await stage.foreign.get(`${stage.prefix}orders`)).toBe('mine')
  })

  test('a subscription that takes more events than before keeps its position', async () => {
    const sources = (...addresses: string[]) => addresses.map((address) => ({ address }))
    const first = await stage.connect()
    await (await stage.open(first, { sources: sources('cooking') })).close()
    await first.carry([outgoing('waiting', { address: 'cooking' })])
    const second = await stage.connect()
    const intake = await stage.open(second, { sources: sources('cooking', 'baking') })
    await second.carry([outgoing('new', { address: 'baking' })])
    expect(idsOf(await receive(intake, 2)).sort()).toEqual(['new', 'waiting'])
  })

  test('a subscription that is divided otherwise than before is told', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ partitions: 2 })
    const error = await rejectionOf(connection.declare({ subscriptions: [placeAt({ order: 'per-key' })] }))
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `group pizzeria:kitchen of stream ${stage.prefix}orders divides subscription kitchen otherwise; expected ` +
        'pizzeria:kitchen:0/2, pizzeria:kitchen:1/2: stop its instances, let it run empty, and XGROUP DESTROY it',
    ])
  })

  test.each(['none', 'per-key'] as const)(
    'a group that is removed is made again from where it was, and that is told, order %s',
    async (order) => {
      const connection = await stage.connect()
      const intake = await stage.open(connection, { order })
      await connection.carry([outgoing('settled', { key: 'a' })])
      await intake.acknowledge(await receive(intake, 1))
      // Long enough to be seen to be settled.
      expect(await intake.receive(1, AbortSignal.timeout(1_200))).toEqual([])
      for (const group of await groupsOf('orders')) await stage.foreign.xGroupDestroy(`${stage.prefix}orders`, group)
      await connection.carry([outgoing('meanwhile', { key: 'a' })])
      expect(idsOf(await receive(intake, 1))).toEqual(['meanwhile'])
      expect(stage.warnings).toEqual([expect.stringContaining('a consumer group of subscription kitchen was removed')])
    },
  )

  test('where everything is removed it goes on with what comes after', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const waiting = receive(intake, 1)
    await stage.foreign.del((await stage.keys()).map((key) => `${stage.prefix}${key}`))
    await connection.carry([outgoing('after')])
    expect(idsOf(await waiting)).toEqual(['after'])
  })

  test('check only: that a group is removed is told for as long as it is', async () => {
    await (await stage.connect()).declare({ subscriptions: [placeAt()] })
    const connection = await stage.connect({ topology: 'check' })
    const intake = await stage.open(connection)
    const waiting = rejectionOf(receive(intake, 1))
    await stage.foreign.xGroupDestroy(`${stage.prefix}orders`, 'pizzeria:kitchen')
    expect((await waiting)?.message).toMatch(/^NOGROUP /)
    expect((await rejectionOf(receive(intake, 1)))?.message).toMatch(/^NOGROUP /)
  })

  test('what somebody removes before it was handled is told as lost, and the rest is handled', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    const held = await receive(intake, 2)
    const [entry] = (await stage.foreign.xRange(`${stage.prefix}orders`, '-', '+')) ?? []
    await stage.foreign.xDel(`${stage.prefix}orders`, entry?.id ?? '')
    await intake.return(held)
    expect(idsOf(await receive(intake, 1))).toEqual(['2'])
    expect(stage.warnings).toEqual([
      `entry ${entry?.id} of stream ${stage.prefix}orders was removed before subscription kitchen had handled it: it is lost`,
    ])
  })

  test('an instance that closes leaves no consumer behind, and one that vanished is forgotten once it holds nothing', async () => {
    const connection = await stage.connect({ leaseMs: 300 })
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    await stage.foreign.xReadGroup('pizzeria:kitchen', 'vanished', { key: `${stage.prefix}orders`, id: '>' })
    expect(await consumersOf('orders', 'pizzeria:kitchen')).toContain('vanished')
    const [held] = await receive(intake, 1)
    expect(held?.redeliveries).toBe(1)
    if (held !== undefined) await intake.acknowledge([held])
    await until(async () => {
      expect(await intake.receive(1, AbortSignal.timeout(200))).toEqual([])
      return !(await consumersOf('orders', 'pizzeria:kitchen')).includes('vanished')
    }, 'it was forgotten')
    await intake.close()
    expect(await consumersOf('orders', 'pizzeria:kitchen')).toEqual([])
  })
})
