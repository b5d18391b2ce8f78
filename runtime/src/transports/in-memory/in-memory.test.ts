import { expect, test } from 'vitest'
import { manualClock, turns } from '../../bus/fixtures/manual-clock.js'
import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import type { Outgoing } from '../../transport/transport.js'
import { type InMemoryOptions, inMemory } from './index.js'

const kitchen: SubscriptionPlace = {
  name: 'kitchen',
  sources: [{ address: 'orders' }],
  types: ['placed'],
  order: 'none',
  start: 'now',
  prefetch: 100,
  maxDeliveries: 5,
}

const details: DeadLetterDetails = {
  reason: 'not-retryable',
  error: { name: 'Error', message: 'no' },
  attempts: 1,
  parkedAt: '2030-01-01T00:00:00.000Z',
}

const outgoing = (id: string, key?: string, address = 'orders'): Outgoing => ({
  place: { address },
  message: { attributes: { specversion: '1.0', id, source: 'test', type: 'placed' }, data: new Uint8Array([1, 2, 3]) },
  ...(key !== undefined && { key }),
})

const idsOf = (holdings: readonly Holding[]) => holdings.map(({ message }) => message?.attributes.id)

const forEver = new AbortController().signal

/** What there is now, without waiting for more. */
async function available(
  intake: { receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> },
  max = 100,
) {
  const stop = new AbortController()
  const received = intake.receive(max, stop.signal)
  await turns()
  stop.abort()
  return received
}

async function broker(options: InMemoryOptions = {}, place: SubscriptionPlace = kitchen) {
  const clock = manualClock()
  const transport = inMemory({ clock, ...options })
  const connect = () => transport.connect({ clock, warn: () => {} })
  const connection = await connect()
  await connection.declare({ subscriptions: [place] })
  const intake = await connection.open(place)
  return { clock, transport, connect, connection, intake }
}

test('keeps what it carries apart from what the sender does with it', async () => {
  const { connection, intake } = await broker()
  const sent = outgoing('1')
  await connection.carry([sent])
  sent.message.data?.fill(9)
  const [holding] = await available(intake)
  expect(holding?.message).toEqual(outgoing('1').message)
})

test('hands out at most what is asked for, and at most the prefetch', async () => {
  const { connection, intake } = await broker({}, { ...kitchen, prefetch: 3 })
  await connection.carry(['1', '2', '3', '4', '5'].map((id) => outgoing(id)))
  const first = await available(intake, 2)
  const second = await available(intake, 100)
  expect([idsOf(first), idsOf(second), idsOf(await available(intake))]).toEqual([['1', '2'], ['3'], []])
  await intake.acknowledge(first)
  expect(idsOf(await available(intake))).toEqual(['4', '5'])
})

test('a receive that waits ends empty when its signal is aborted', async () => {
  const { intake } = await broker()
  const stop = new AbortController()
  const received = intake.receive(1, stop.signal)
  stop.abort()
  expect(await received).toEqual([])
  expect(await intake.receive(1, stop.signal)).toEqual([])
})

test('what is returned comes again first, and counts its deliveries', async () => {
  const { connection, intake } = await broker()
  await connection.carry([outgoing('1'), outgoing('2'), outgoing('3')])
  await intake.return(await available(intake, 2))
  const again = await available(intake)
  expect(again.map(({ message, redeliveries }) => [message?.attributes.id, redeliveries])).toEqual([
    ['1', 1],
    ['2', 1],
    ['3', 0],
  ])
})

test('what is returned with a delay comes when that is over', async () => {
  const { clock, connection, intake } = await broker()
  await connection.carry([outgoing('1'), outgoing('2')])
  await intake.return(await available(intake, 1), 500)
  expect(idsOf(await available(intake))).toEqual(['2'])
  await clock.advance(500)
  expect(idsOf(await available(intake))).toEqual(['1'])
})

test('in order per key a delayed return holds its key back, and no other', async () => {
  const { clock, connection, intake } = await broker({}, { ...kitchen, order: 'per-key' })
  await connection.carry([outgoing('a1', 'a'), outgoing('a2', 'a'), outgoing('b1', 'b')])
  const [first] = await available(intake, 1)
  await intake.return(first === undefined ? [] : [first], 500)
  expect(idsOf(await available(intake))).toEqual(['b1'])
  await clock.advance(500)
  expect(idsOf(await available(intake))).toEqual(['a1', 'a2'])
})

test('settling twice, or after a return, is lost and has no effect', async () => {
  const { connection, intake } = await broker()
  await connection.carry([outgoing('1'), outgoing('2')])
  const [one, two] = await available(intake)
  if (one === undefined || two === undefined) throw new Error('two messages were carried')
  expect(await intake.acknowledge([one])).toEqual([])
  expect(await intake.acknowledge([one])).toEqual([one])
  expect(await intake.return([two])).toEqual([])
  expect(await intake.acknowledge([one, two])).toEqual([one, two])
  expect(await intake.extend([two])).toEqual([two])
  expect(await intake.park(two, details)).toBe(false)
  expect(idsOf(await available(intake))).toEqual(['2'])
})

test('a lease that is not extended ends, and the message goes to whoever is there', async () => {
  const { clock, connect, connection, intake } = await broker({ leaseMs: 1_000 })
  const other = await (await connect()).open(kitchen)
  await connection.carry([outgoing('1'), outgoing('2')])
  const held = await available(intake)
  await clock.advance(600)
  expect(await intake.extend(held.slice(0, 1))).toEqual([])
  await clock.advance(600)
  expect(idsOf(await available(other))).toEqual(['2'])
  await clock.advance(600)
  expect(idsOf(await available(other))).toEqual(['1'])
  expect(await intake.acknowledge(held)).toEqual(held)
})

test('with its lease a holder loses all that it has of the key', async () => {
  const { clock, connect, connection, intake } = await broker({ leaseMs: 1_000 }, { ...kitchen, order: 'per-key' })
  const other = await (await connect()).open(kitchen)
  await connection.carry([outgoing('a1', 'a')])
  const [first] = await available(intake)
  await clock.advance(500)
  await connection.carry([outgoing('a2', 'a')])
  const [second] = await available(intake)
  await clock.advance(500)
  expect(idsOf(await available(other))).toEqual(['a1', 'a2'])
  expect(await intake.acknowledge([first, second].filter((each) => each !== undefined))).toHaveLength(2)
})

test('no timer is left when nothing is held', async () => {
  const { clock, connection, intake } = await broker({ leaseMs: 1_000 })
  await connection.carry([outgoing('1'), outgoing('2')])
  await intake.acknowledge(await available(intake))
  expect(clock.pending).toBe(0)
})

test('in order per key nothing goes past an earlier message that came back', async () => {
  const { connect, connection, intake } = await broker({}, { ...kitchen, order: 'per-key' })
  const other = await (await connect()).open(kitchen)
  await connection.carry([outgoing('a1', 'a'), outgoing('a2', 'a'), outgoing('a3', 'a')])
  const [first, second] = await available(intake, 2)
  if (first === undefined || second === undefined) throw new Error('two messages were to come')
  expect(idsOf(await available(other))).toEqual([])
  await intake.return([first])
  expect(idsOf(await available(intake))).toEqual([])
  expect(idsOf(await available(other))).toEqual([])
  await intake.return([second])
  expect(idsOf(await available(other))).toEqual(['a1', 'a2', 'a3'])
})

test('closing gives everything back at once, and ends a receive that waits', async () => {
  const { connect, connection, intake } = await broker()
  const other = await (await connect()).open(kitchen)
  await connection.carry([outgoing('1'), outgoing('2')])
  await available(intake)
  const waiting = intake.receive(1, forEver)
  await connection.close()
  expect(await waiting).toEqual([])
  expect(await intake.receive(1, forEver)).toEqual([])
  expect(idsOf(await available(other))).toEqual(['1', '2'])
  await expect(connection.carry([outgoing('3')])).rejects.toMatchObject({ code: 'TIDINGS_NOT_ACCEPTED' })
})

test('a dead letter holds back its key where that is asked for, until it is redriven or discarded', async () => {
  const { connection, intake } = await broker({}, { ...kitchen, order: 'per-key' })
  await connection.carry([outgoing('a1', 'a'), outgoing('a2', 'a'), outgoing('b1', 'b')])
  const [first] = await available(intake, 1)
  if (first === undefined) throw new Error('a message was to come')
  expect(await intake.park(first, { ...details, parkKey: true })).toBe(true)
  expect(idsOf(await available(intake))).toEqual(['b1'])
  expect(await connection.deadLetters?.redrive('kitchen', '1')).toBe(true)
  const again = await available(intake)
  expect(again.map(({ message, redeliveries }) => [message?.attributes.id, redeliveries])).toEqual([
    ['a1', 0],
    ['a2', 0],
  ])
  expect(await connection.deadLetters?.redrive('kitchen', '1')).toBe(false)
})

test('where there is no room for a dead letter, parking rejects and the message stays held', async () => {
  const { connection, intake } = await broker({ capacity: 1 })
  await connection.carry([outgoing('1')])
  const [one] = await available(intake)
  if (one === undefined) throw new Error('a message was to come')
  await intake.park(one, details)
  await connection.carry([outgoing('2')])
  const [two] = await available(intake)
  if (two === undefined) throw new Error('a message was to come')
  await expect(intake.park(two, details)).rejects.toThrow('kitchen has 1 dead letters, as many as it may')
  expect(await intake.acknowledge([two])).toEqual([])
})

test('each outcome of a batch is told in its place', async () => {
  const { connection } = await broker({ maxPayload: 3 })
  const large = { ...outgoing('2'), message: { ...outgoing('2').message, data: new Uint8Array(4) } }
  expect(await connection.carry([outgoing('1'), large, outgoing('3')])).toMatchObject([
    undefined,
    { code: 'TIDINGS_PAYLOAD_TOO_LARGE', size: 4, limit: 3 },
    undefined,
  ])
})

test('a publish that waits for room can be aborted', async () => {
  const { connection } = await broker({ capacity: 1 })
  await connection.carry([outgoing('1')])
  const stop = new AbortController()
  const waiting = connection.carry([outgoing('2')], { signal: stop.signal })
  stop.abort(new Error('enough'))
  expect(await waiting).toMatchObject([{ code: 'TIDINGS_NOT_ACCEPTED', cause: { message: 'enough' } }])
})

test('publishes that wait for the same room go in in the order they came', async () => {
  const { connection, intake } = await broker({ capacity: 2 })
  const carried = Promise.all(['1', '2', '3', '4', '5', '6'].map((id) => connection.carry([outgoing(id)])))
  const seen: unknown[] = []
  while (seen.length < 6) {
    const holdings = await available(intake)
    seen.push(...idsOf(holdings))
    await intake.acknowledge(holdings)
  }
  await carried
  expect(seen).toEqual(['1', '2', '3', '4', '5', '6'])
})

test('a publish does not slip in before one that waited longer', async () => {
  const { connection, intake } = await broker({ capacity: 1 })
  await connection.carry([outgoing('1')])
  const second = connection.carry([outgoing('2')])
  await intake.acknowledge(await available(intake))
  const third = connection.carry([outgoing('3')])
  await second
  const next = await available(intake)
  expect(idsOf(next)).toEqual(['2'])
  await intake.acknowledge(next)
  await third
})

test('a publish waits for its own subscriptions, whoever waits before it for others', async () => {
  const waiter = { ...kitchen, name: 'waiter', sources: [{ address: 'served' }] }
  const { connection, intake } = await broker({ capacity: 1 })
  await connection.declare({ subscriptions: [kitchen, waiter] })
  const serving = await connection.open(waiter)
  await connection.carry([outgoing('o1'), outgoing('s1', undefined, 'served')])
  const told: string[] = []
  const carry = async (id: string, address: string) => {
    await connection.carry([outgoing(id, undefined, address)])
    told.push(id)
  }
  const carried = [carry('o2', 'orders'), carry('s2', 'served'), carry('o3', 'orders'), carry('s3', 'served')]
  await serving.acknowledge(await available(serving))
  await turns()
  expect(told).toEqual(['s2'])
  await intake.acknowledge(await available(intake))
  await turns()
  expect(told).toEqual(['s2', 'o2'])
  await serving.acknowledge(await available(serving))
  await intake.acknowledge(await available(intake))
  await Promise.all(carried)
  expect(told).toEqual(['s2', 'o2', 's3', 'o3'])
})

test.each([
  [{ capacity: 0 }, 'capacity is 0; expected at least 1'],
  [{ capacity: Number.NaN }, 'capacity is NaN; expected at least 1'],
  [{ publishTimeoutMs: Number.POSITIVE_INFINITY }, 'publishTimeoutMs is Infinity; expected 0 to 2147483647'],
  [{ leaseMs: 0 }, 'leaseMs is 0; expected 1 to 2147483647'],
  [{ maxPayload: -1 }, 'maxPayload is -1; expected at least 0'],
])('what can be no limit is refused: %j', (options, message) => {
  expect(() => inMemory(options)).toThrow(`inMemory: ${message}`)
})

test('declaring again is fine, and a difference to what is in use is told', async () => {
  const { connect } = await broker()
  const other = await connect()
  await expect(other.declare({ subscriptions: [kitchen] })).resolves.toBeUndefined()
  const different: SubscriptionPlace = { ...kitchen, sources: [{ address: 'elsewhere' }] }
  await expect(other.declare({ subscriptions: [different] })).rejects.toMatchObject({
    code: 'TIDINGS_TOPOLOGY_MISMATCH',
    differences: ['subscription kitchen exists with sources orders, not elsewhere'],
  })
  await expect(other.declare({ subscriptions: [{ ...kitchen, order: 'per-key' }] })).rejects.toMatchObject({
    differences: ['subscription kitchen exists with order none, not per-key'],
  })
})

test.each([
  ['orders', 'orders', true],
  ['orders', 'orders/1', false],
  ['orders/{id}', 'orders/1', true],
  ['orders/{id}', 'orders/1/2', false],
  ['orders/{id}', 'orders/', false],
  ['{any}.log', 'x.log', true],
  ['{any}.log', 'xylog', false],
])('a subscription to %s takes what goes to %s: %s', async (address, to, takes) => {
  const { connection, intake } = await broker({}, { ...kitchen, sources: [{ address }] })
  await connection.carry([outgoing('1', undefined, to)])
  expect(await available(intake)).toHaveLength(takes ? 1 : 0)
})

test('a message that two sources of a subscription take comes once', async () => {
  const { connection, intake } = await broker(
    {},
    { ...kitchen, sources: [{ address: 'orders' }, { address: '{any}' }] },
  )
  await connection.carry([outgoing('1')])
  expect(await available(intake)).toHaveLength(1)
})
