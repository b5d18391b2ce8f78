import type { Holding } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { readAll } from '../../conformance/subjects/kafka-programs.js'
import { outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.kafka

describe.skipIf(isMissing)(`What stands in Kafka${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.kafka.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const stored = async (topic: string) =>
    (await readAll(stage.address, `${stage.prefix}.${topic}`)).map(({ key, headers, value }) => ({
      key: key?.toString(),
      headers: [...headers].map(([name, text]) => `${name}: ${text}`),
      value: value?.toString(),
    }))
  const event = outgoing('e-1', {
    key: '17',
    trace: { traceparent: '00-hop' },
    message: {
      attributes: {
        specversion: '1.0',
        id: 'e-1',
        source: 'mario-pizzeria',
        type: 'OrderConfirmed',
        subject: 'crème 100%',
        datacontenttype: 'application/json',
        partitionkey: '17',
      },
      data: new TextEncoder().encode('{"orderId":"17"}'),
    },
  })
  const write = (headers: Readonly<Record<string, string>>, value: string | null, key?: string) =>
    stage.producer.send({
      acks: -1,
      messages: [
        {
          topic: `${stage.prefix}.orders`,
          value: value === null ? (null as never) : Buffer.from(value),
          headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
          ...(key !== undefined && { key: Buffer.from(key) }),
        },
      ],
    })
  const dataOf = ({ message }: Holding) => JSON.parse(new TextDecoder().decode(message?.data))

  test('an event in binary mode, byte for byte', async () => {
    const connection = await stage.connect()
    await connection.carry([event])
    expect(await stored('orders')).toEqual([
      {
        key: '17',
        headers: [
          'ce_specversion: 1.0',
          'ce_id: e-1',
          'ce_source: mario-pizzeria',
          'ce_type: OrderConfirmed',
          'ce_subject: crème 100%',
          'content-type: application/json',
          'ce_partitionkey: 17',
          'traceparent: 00-hop',
        ],
        value: '{"orderId":"17"}',
      },
    ])
  })

  test('an event in structured mode, byte for byte', async () => {
    const connection = await stage.connect({ mode: 'structured' })
    await connection.carry([event])
    expect(await stored('orders')).toEqual([
      {
        key: '17',
        headers: ['content-type: application/cloudevents+json', 'traceparent: 00-hop'],
        value:
          '{"specversion":"1.0","id":"e-1","source":"mario-pizzeria","type":"OrderConfirmed","subject":"crème 100%",' +
          '"datacontenttype":"application/json","partitionkey":"17","data":{"orderId":"17"}}',
      },
    ])
  })

  test('both modes are read as the same', async () => {
    const binary = await stage.connect()
    const structured = await stage.connect({ mode: 'structured' })
    const intake = await stage.open(binary)
    await binary.carry([event])
    const attributes = { ...event.message.attributes, id: 'e-2' }
    await structured.carry([{ ...event, message: { ...event.message, attributes } }])
    const [one, other] = await receive(intake, 2)
    expect({ ...other?.message?.attributes, id: 'e-1' }).toEqual(one?.message?.attributes)
    expect(other?.message?.data).toEqual(one?.message?.data)
    expect([one?.key, other?.key]).toEqual(['17', '17'])
    expect([one?.trace, other?.trace]).toEqual([{ traceparent: '00-hop' }, { traceparent: '00-hop' }])
  })

  test('an event of a channel with parameters says its address, and no other subscription takes it', async () => {
    const connection = await stage.connect()
    const family = 'street/{house}'
    const all = await stage.open(connection, { name: 'all', sources: [{ address: family, family }] })
    const rome = await stage.open(connection, { name: 'rome', sources: [{ address: 'street/rome', family }] })
    const to = (house: string) => outgoing(house, { place: { address: `street/${house}`, family } })
    await connection.carry([to('paris'), to('rome')])
    const held = await receive(all, 2)
    expect(held.map(({ place }) => place).sort((one, other) => (one.address < other.address ? -1 : 1))).toEqual([
      { address: 'street/paris', family },
      { address: 'street/rome', family },
    ])
    expect((await receive(rome, 1)).map(({ place }) => place)).toEqual([{ address: 'street/rome', family }])
    expect(await rome.receive(1, AbortSignal.timeout(300))).toEqual([])
    const [{ headers } = { headers: [] }] = await stored('street_2F_7Bhouse_7D')
    expect(headers.filter((header) => header.startsWith('tidings-'))).toHaveLength(1)
  })

  test('what a program that knows nothing of Tidings writes is received', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const attributes = { ce_specversion: '1.0', ce_source: 'java', ce_type: 'OrderConfirmed' }
    await write({ ...attributes, ce_id: 'f-1', 'content-type': 'application/json' }, '{"orderId":"1"}', 'a')
    const event = { specversion: '1.0', id: 'f-2', source: 'java', type: 'OrderConfirmed', data: { orderId: '2' } }
    await write({ 'content-type': 'application/cloudevents+json; charset=UTF-8' }, JSON.stringify(event), 'a')
    // FastStream says of every object that it is JSON, and of bytes nothing.
    await write(
      { 'content-type': 'application/json', correlation_id: 'c' },
      JSON.stringify({ ...event, id: 'f-3' }),
      'a',
    )
    await write({ ...attributes, ce_id: 'f-4', 'content-type': '' }, '{"orderId":"4"}', 'a')
    const held = await receive(intake, 4)
    expect(held.map(({ message }) => [message?.attributes.id, message?.attributes.datacontenttype])).toEqual([
      ['f-1', 'application/json'],
      ['f-2', 'application/json'],
      ['f-3', 'application/json'],
      ['f-4', undefined],
    ])
    expect(held.map(dataOf)).toEqual([{ orderId: '1' }, { orderId: '2' }, { orderId: '2' }, { orderId: '4' }])
  })

  test('a null is an event without data where headers say so, else it is nobody’s', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await write({}, null, 'a')
    const attributes = { ce_specversion: '1.0', ce_source: 'java', ce_type: 'OrderConfirmed' }
    await write({ ...attributes, ce_id: 'bare' }, null, 'a')
    const held = await receive(intake, 1)
    expect(held.map(({ message }) => [message?.attributes.id, message?.data])).toEqual([['bare', undefined]])
    expect(await intake.receive(1, AbortSignal.timeout(300))).toEqual([])
  })

  test('a dead letter is the original, and beside it what befell it', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([event])
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    await intake.park(held, {
      reason: 'attempts-exhausted',
      error: { name: 'TypeError', message: 'the oven is cold: 100 %' },
      attempts: 5,
      redeliveries: 0,
      firstAttemptAt: '2026-01-01T00:00:00Z',
      lastAttemptAt: '2026-01-01T00:01:00Z',
      parkedAt: '2026-01-01T00:01:01Z',
    })
    const [letter] = await stored('tidings.dead.pizzeria')
    expect(letter?.key).toMatch(new RegExp(`^${stage.prefix}\\.orders-\\d-0-\\d{13} kitchen$`))
    expect(letter?.value).toBe('{"orderId":"17"}')
    expect(letter?.headers.filter((header) => !/^tidings-partition/.test(header))).toEqual([
      'ce_specversion: 1.0',
      'ce_id: e-1',
      'ce_source: mario-pizzeria',
      'ce_type: OrderConfirmed',
      'ce_subject: crème 100%',
      'content-type: application/json',
      'ce_partitionkey: 17',
      'traceparent: 00-hop',
      'tidings-subscription: kitchen',
      `tidings-topic: ${stage.prefix}.orders`,
      'tidings-offset: 0',
      'tidings-address: orders',
      'tidings-redrives: 0',
      'tidings-reason: attempts-exhausted',
      'tidings-error-name: TypeError',
      'tidings-error-message: the oven is cold: 100 %',
      'tidings-attempts: 5',
      'tidings-redeliveries: 0',
      'tidings-first-attempt-at: 2026-01-01T00:00:00Z',
      'tidings-last-attempt-at: 2026-01-01T00:01:00Z',
      'tidings-parked-at: 2026-01-01T00:01:01Z',
      'tidings-key: 17',
    ])
  })

  test('a dead letter that is redriven comes again as it was, counted from 0', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const other = await stage.open(connection, { name: 'email' })
    await connection.carry([event])
    await other.acknowledge(await receive(other, 1))
    const error = { name: 'Error', message: 'no' }
    for (const redrives of [0, 1]) {
      const [held] = await receive(intake, 1)
      const trace = { traceparent: '00-hop' }
      expect(held).toMatchObject({ key: '17', redeliveries: 0, place: { address: 'orders' }, trace })
      expect(held?.message).toEqual({
        attributes: event.message.attributes,
        data: new Uint8Array(event.message.data ?? []),
      })
      const parkedAt = '2026-01-01T00:00:00Z'
      if (held !== undefined) await intake.park(held, { reason: 'not-retryable', error, attempts: 1, parkedAt })
      const letters = []
      for await (const letter of connection.deadLetters?.list({}) ?? []) letters.push(letter)
      expect(letters.map((letter) => letter.redrives)).toEqual([redrives])
      expect((await connection.health()).deadLetters).toBe(1)
      expect(await connection.deadLetters?.redrive('kitchen', letters[0]?.id ?? '')).toBe(true)
      expect(await connection.deadLetters?.redrive('kitchen', letters[0]?.id ?? '')).toBe(false)
    }
    expect(await intake.acknowledge(await receive(intake, 1))).toEqual([])
    expect(await other.receive(1, AbortSignal.timeout(300))).toEqual([])
    expect((await connection.health()).deadLetters).toBeUndefined()
  })

  test('a transaction that is aborted is read by nobody, and one that is committed is', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const headers = { ce_specversion: '1.0', ce_source: 'java', ce_type: 'OrderConfirmed' }
    const { Producer } = await import('@platformatic/kafka')
    const producer = new Producer({
      clientId: 'stage',
      bootstrapBrokers: [stage.address],
      idempotent: true,
      transactionalId: stage.prefix,
    })
    for (const [id, isCommitted] of [
      ['aborted', false],
      ['committed', true],
    ] as const) {
      const transaction = await producer.beginTransaction()
      const written = new Map(
        Object.entries({ ...headers, ce_id: id }).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
      )
      const message = { topic: `${stage.prefix}.orders`, key: Buffer.from('a'), value: Buffer.from('{}') }
      await transaction.send({ messages: [{ ...message, headers: written }] })
      await (isCommitted ? transaction.commit() : transaction.abort())
    }
    await producer.close()
    const held = await receive(intake, 1)
    expect(held.map(({ message }) => message?.attributes.id)).toEqual(['committed'])
  })
})
