import { type Connection, type DeadLetterDetails, type Intake, isNotAccepted } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { readAll } from '../../conformance/subjects/kafka-programs.js'
import { idsOf, outgoing, receive, receiveNow } from '../stage.js'
import { type KafkaProxy, requests, startKafkaProxy } from './kafka-proxy.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka
const waitLong = { timeout: 20_000 }

describe.skipIf(isMissing)(`A broker that answers with an error of its own${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  let proxy: KafkaProxy
  let connection: Connection
  let intake: Intake
  beforeAll(async () => {
    stage = await openStage(brokers.kafka.url)
  })
  beforeEach(async () => {
    proxy = await startKafkaProxy(brokers.kafka.url)
    connection = await stage.connect({ ...proxy.options, partitions: 1 })
    intake = await stage.open(connection)
  })
  afterEach(async () => {
    await stage.clear()
    await proxy.close()
  })
  afterAll(() => stage.close())

  describe('at the end of a transaction', () => {
    const details: DeadLetterDetails = {
      reason: 'attempts-exhausted',
      error: { name: 'Error', message: 'the oven is out' },
      attempts: 5,
      parkedAt: '2026-11-30T12:00:00.000Z',
    }
    const redriveBy = ({ deadLetters }: Connection, id = '') => deadLetters?.redrive('kitchen', id)
    /** Of the two that are parked. */
    let first: string | undefined
    let second: string | undefined
    beforeEach(async () => {
      await connection.carry([outgoing('1'), outgoing('2')])
      for (const holding of await receive(intake, 2)) await intake.park(holding, details)
      const ids: string[] = []
      for await (const { id } of connection.deadLetters?.list({}) ?? []) ids.push(id)
      ;[first, second] = ids
    })
    /** What comes again, up to the second: were the first there twice, it would come before. */
    const redriven = async () => {
      expect(await redriveBy(connection, second)).toBe(true)
      return idsOf(await receive(intake, 2))
    }
    const fault = (isDone: boolean, before: () => Promise<unknown> = async () => {}) =>
      proxy.once({
        request: requests.endTxn,
        isDone,
        answer: async () => {
          await before()
          return Buffer.from('00000000ffff00', 'hex')
        },
      })

    test('a redrive of which nothing was done is done again', async () => {
      const happened = fault(false)
      expect(await redriveBy(connection, first)).toBe(true)
      await happened
      expect(await redriven()).toEqual(['1', '2'])
    })

    test('a redrive that was done is known to be, and not done twice', async () => {
      const happened = fault(true)
      expect(await redriveBy(connection, first)).toBe(true)
      await happened
      expect(await redriven()).toEqual(['1', '2'])
    })

    test('a redrive that another process did meanwhile is not taken for one’s own', async () => {
      const other = await stage.connect()
      const others: unknown[] = []
      const happened = fault(false, async () => others.push(await redriveBy(other, first)))
      expect(await redriveBy(connection, first)).toBe(false)
      await happened
      expect(others).toEqual([true])
      expect(await redriven()).toEqual(['1', '2'])
    })
  })

  test.each([false, true])(
    'a batch is sent again, and stands once in its topic (it was written: %s)',
    async (isDone) => {
      const happened = proxy.once({
        request: requests.produce,
        isDone,
        answer: failedProduce(`${stage.prefix}.orders`),
      })
      expect(await connection.carry([outgoing('1'), outgoing('2')])).toEqual([undefined, undefined])
      await happened
      expect(idsOf(await receive(intake, 2))).toEqual(['1', '2'])
      expect(await readAll(stage.address, `${stage.prefix}.orders`)).toHaveLength(2)
    },
  )

  test('a topic that nobody leads yet is waited for, longer than any one answer', async () => {
    const patient = await stage.connect({ ...proxy.options, requestTimeoutMs: 500 })
    const asked = proxy.count(requests.metadata)
    const isLed = proxy.always({ request: requests.metadata, isDone: true, answer: withoutLeader })
    const opening = stage.open(patient, { sources: [{ address: 'receipts' }] })
    const ends = Date.now() + 1_000
    await expect.poll(() => Date.now() > ends && proxy.count(requests.metadata) > asked + 5, waitLong).toBe(true)
    isLed()
    await opening
  })

  test('what is not answered in time is asked again, longer than any one answer may take', async () => {
    const patient = await stage.connect({ ...proxy.options, requestTimeoutMs: 500 })
    const happened = proxy.once({ request: requests.metadata, isDone: false, answer: () => new Promise(() => {}) })
    await stage.open(patient, { sources: [{ address: 'receipts' }] })
    await happened
  })

  test('a topic that somebody else makes otherwise, just before we do, is compared all the same', async () => {
    const topic = `${stage.prefix}.bills`
    const happened = proxy.once({
      request: requests.metadata,
      isDone: true,
      async answer(isMissing) {
        await stage.admin.createTopics({ topics: [topic], partitions: 5, replicas: 1 })
        return isMissing
      },
    })
    const bindings = { channel: { kafka: { partitions: 2 } } }
    const [outcome] = await connection.carry([outgoing('1', { place: { address: 'bills', bindings } })])
    await happened
    expect(isNotAccepted(outcome) && outcome.message).toContain('has partitions 5, not 2')
  })

  test('a heartbeat is sent again, and what is held stays ours', async () => {
    await connection.carry([outgoing('1')])
    const held = await receive(intake, 1)
    await proxy.once({ request: requests.heartbeat, isDone: false, answer: failedHeartbeat('ffff') })
    const beats = proxy.count(requests.heartbeat)
    await expect.poll(() => proxy.count(requests.heartbeat)).toBeGreaterThan(beats + 1)
    expect(await intake.acknowledge(held)).toEqual([])
    expect(await receiveNow(intake)).toEqual([])
  })

  test('whoever is counted out although the group counts it in is in again before its session would be over', async () => {
    const configs = [{ name: 'consumer.session.timeout.ms', configOperation: 0, value: '45000' } as const]
    const resource = { resourceType: 32, resourceName: `${stage.prefix}.pizzeria.kitchen`, configs } as const
    await stage.admin.incrementalAlterConfigs({ resources: [resource] })
    // Before somebody else came, it would be taken for one whose first heartbeat was not answered.
    await (await stage.open(await stage.connect({ partitions: 1 }))).close()
    const beats = proxy.count(requests.heartbeat)
    await expect.poll(() => proxy.count(requests.heartbeat), { timeout: 5_000 }).toBeGreaterThan(beats + 1)
    await connection.carry([outgoing('1')])
    const held = await receive(intake, 1)
    await proxy.once({ request: requests.heartbeat, isDone: false, answer: failedHeartbeat(fencedMemberEpoch) })
    await expect.poll(() => intake.extend(held), { timeout: 5_000 }).toEqual(held)
    const again = await receive(intake, 1)
    expect(idsOf(again)).toEqual(['1'])
    expect(await intake.acknowledge(again)).toEqual([])
  })

  test('whoever may not commit is told so, and nothing is handed out of which the group does not know', async () => {
    const groupAuthorizationFailed = '001e'
    const mayAgain = proxy.always({
      request: requests.offsetCommit,
      isDone: false,
      answer: failedCommit(`${stage.prefix}.orders`, groupAuthorizationFailed),
    })
    await connection.carry([outgoing('1')])
    await expect(receive(intake, 1)).rejects.toThrow('Kafka refuses to commit (error 30)')
    mayAgain()
    const [held] = await receive(intake, 1)
    expect(held?.redeliveries).toBe(0)
  })

  test('what is acknowledged makes room for others of which the group hears along with it', async () => {
    await connection.carry(Array.from({ length: 20 }, (_, index) => outgoing(`${index}`)))
    const first = await receive(intake, 10)
    const commits = proxy.count(requests.offsetCommit)
    expect(await intake.acknowledge(first)).toEqual([])
    await receive(intake, 10)
    expect(proxy.count(requests.offsetCommit)).toBe(commits + 1)
  })

  test('what is published at once is sent with one request, whatever its partitions', async () => {
    const wide = await stage.connect({ ...proxy.options, partitions: 8 })
    const publish = () =>
      wide.carry(
        Array.from({ length: 100 }, (_, index) =>
          outgoing(`${index}`, { key: `${index}`, place: { address: 'wide' } }),
        ),
      )
    await publish()
    const sent = proxy.count(requests.produce)
    await publish()
    expect(proxy.count(requests.produce)).toBe(sent + 1)
  })

  test('what was read ahead is not taken for settled when all is lost while a commit is on its way', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `${index}`)
    await connection.carry(ids.map((id) => outgoing(id)))
    const held = await receive(intake, 1)
    await connection.carry([outgoing('20')])
    // The next commit waits for what the cluster says of the topic, which is in doubt since it refused a batch.
    let answer = () => {}
    const gate = new Promise<void>((resolve) => {
      answer = resolve
    })
    const isAsked = proxy.always({
      request: requests.metadata,
      isDone: true,
      answer: (metadata) => gate.then(() => metadata),
    })
    const isRefused = proxy.once({
      request: requests.produce,
      isDone: false,
      answer: failedProduce(`${stage.prefix}.orders`),
    })
    const asked = proxy.count(requests.metadata)
    const carried = connection.carry([outgoing('21')])
    await isRefused
    await expect.poll(() => proxy.count(requests.metadata), waitLong).toBe(asked + 1)
    const acknowledged = intake.acknowledge(held)
    await expect.poll(() => proxy.count(requests.metadata), waitLong).toBe(asked + 2)
    // Meanwhile the group counts us out, and in again.
    await proxy.once({ request: requests.heartbeat, isDone: false, answer: failedHeartbeat(fencedMemberEpoch) })
    const beats = proxy.count(requests.heartbeat)
    await expect.poll(() => proxy.count(requests.heartbeat), waitLong).toBeGreaterThan(beats + 2)
    isAsked()
    answer()
    expect(await acknowledged).toEqual(held)
    await carried
    expect(idsOf(await receive(intake, 22))).toEqual([...ids, '20', '21'])
  })
})

const fencedMemberEpoch = '006e'

/** Of partition 0: no error, its number, its leader, which is broker 1, and since when, which is its first. */
function withoutLeader(metadata: Buffer): Buffer {
  const at = metadata.indexOf(Buffer.from('0000000000000000000100000000', 'hex'))
  return at === -1
    ? metadata
    : Buffer.concat([metadata.subarray(0, at + 6), Buffer.alloc(4, 0xff), metadata.subarray(at + 10)])
}

const failedHeartbeat = (error: string) => () => Buffer.from(`00000000${error}000000000000000001f4ff00`, 'hex')

/** Of one partition, 0: its answer in version 9. */
function failedCommit(topic: string, error: string) {
  const name = Buffer.concat([Buffer.of(topic.length + 1), Buffer.from(topic)])
  return () => Buffer.concat([Buffer.from('0000000002', 'hex'), name, Buffer.from(`0200000000${error}000000`, 'hex')])
}

/** Of one partition, 0: its answer in version 9. */
function failedProduce(topic: string) {
  const name = Buffer.concat([Buffer.of(topic.length + 1), Buffer.from(topic)])
  const error = 'ffff'
  const rest = 'ffffffffffffffff' + 'ffffffffffffffff' + 'ffffffffffffffff' + '01' + '00' + '00'
  const tail = Buffer.from(`0200000000${error}${rest}00${'00000000'}00`, 'hex')
  return () => Buffer.concat([Buffer.of(2), name, tail])
}
