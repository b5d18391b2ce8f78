import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive } from '../stage.js'
import { lettersOf, openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`Dead letters in RabbitMQ${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.rabbitmq.url)
  })
  afterEach(() => stage.clear())

  const details = {
    reason: 'attempts-exhausted' as const,
    error: { name: 'TypeError', message: 'the oven is cold: 100%', code: 'E_COLD' },
    attempts: 5,
    redeliveries: 0,
    firstAttemptAt: '2026-01-01T00:00:00Z',
    lastAttemptAt: '2026-01-01T00:01:00Z',
    parkedAt: '2026-01-01T00:01:01Z',
  }
  const park = async (count: number, order: 'none' | 'per-key' = 'none') => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order })
    await connection.carry(Array.from({ length: count }, (_, index) => outgoing(`${index}`, { key: '17' })))
    for (const [index, held] of (await receive(intake, count)).entries()) {
      const parkedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString()
      expect(await intake.park(held, { ...details, parkedAt })).toBe(true)
    }
    return { connection, intake }
  }

  test('one is the original, and beside it what befell it, for whoever looks into the queue', async () => {
    await park(1)
    const { properties, content } = await stage.take(`${stage.prefix}.dead.pizzeria`)
    const { 'tidings-dead-letter': id, ...headers } = properties.headers ?? {}
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(content.toString()).toBe('{"orderId":"0"}')
    expect(properties).toMatchObject({ contentType: 'application/json', messageId: '0', deliveryMode: 2 })
    expect(headers).toEqual({
      cloudEvents_specversion: '1.0',
      cloudEvents_id: '0',
      cloudEvents_source: 'pizzeria',
      cloudEvents_type: 'OrderConfirmed',
      'tidings-key': '17',
      'tidings-subscription': 'kitchen',
      'tidings-address': 'orders',
      'tidings-redrives': '0',
      'tidings-reason': 'attempts-exhausted',
      'tidings-error-name': 'TypeError',
      'tidings-error-message': 'the oven is cold: 100%',
      'tidings-error-code': 'E_COLD',
      'tidings-attempts': '5',
      'tidings-redeliveries': '0',
      'tidings-first-attempt-at': '2026-01-01T00:00:00Z',
      'tidings-last-attempt-at': '2026-01-01T00:01:00Z',
      'tidings-parked-at': '2026-01-01T00:00:00.000Z',
    })
  })

  test.each(['none', 'per-key'] as const)(
    'one that is redriven comes again as it was, counted from 0, and is gone when it is done, order %s',
    async (order) => {
      const { connection, intake } = await park(1, order)
      for (const redrives of [0, 1]) {
        const [letter] = await lettersOf(connection)
        expect(letter).toMatchObject({ redrives, subscription: 'kitchen', key: '17', error: details.error })
        expect((await connection.health()).deadLetters).toBe(1)
        expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(true)
        expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(false)
        const [held] = await receive(intake, 1)
        expect(held).toMatchObject({ key: '17', redeliveries: 0, place: { address: 'orders' } })
        expect(held?.message?.attributes.id).toBe('0')
        if (held === undefined) throw new Error('nothing came')
        if (redrives === 0) await intake.park(held, details)
        else expect(await intake.acknowledge([held])).toEqual([])
      }
      expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
      expect(await lettersOf(connection)).toEqual([])
    },
  )

  test('whoever looks takes none from another, however many look, and the oldest come first', async () => {
    const { connection } = await park(60)
    const others = [connection, await stage.connect(), await stage.connect()]
    const seen = await Promise.all(others.flatMap((each) => [lettersOf(each), lettersOf(each)]))
    const ids = Array.from({ length: 60 }, (_, index) => `${index}`)
    for (const letters of seen) expect(letters.map(({ message }) => message?.attributes.id)).toEqual(ids)
  })

  test('one in the middle is discarded, and the others stay in their order', async () => {
    const { connection } = await park(5)
    const [, , third] = await lettersOf(connection)
    expect(await connection.deadLetters?.discard('email', third?.id ?? '')).toBe(false)
    expect(await connection.deadLetters?.discard('kitchen', third?.id ?? '')).toBe(true)
    expect(await connection.deadLetters?.discard('kitchen', third?.id ?? '')).toBe(false)
    expect((await lettersOf(connection)).map(({ message }) => message?.attributes.id)).toEqual(['0', '1', '3', '4'])
  })

  test('who reads them within the list may redrive each as it comes', async () => {
    const { connection, intake } = await park(3)
    for await (const { id } of connection.deadLetters?.list({}) ?? []) {
      expect(await connection.deadLetters?.redrive('kitchen', id)).toBe(true)
    }
    expect(idsOf(await receive(intake, 3))).toEqual(['0', '1', '2'])
  })

  test('of an application that has none there are none, and nothing is made for that', async () => {
    const connection = await stage.connect()
    expect(await lettersOf(connection)).toEqual([])
    expect(await connection.deadLetters?.redrive('kitchen', 'none')).toBe(false)
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await stage.foreign(async (channel) => {
      await expect(channel.checkQueue(`${stage.prefix}.dead.pizzeria`)).rejects.toThrow('no queue')
    })
  })

  test('one whose subscription is no more stays, and that is told', async () => {
    const { connection, intake } = await park(1)
    await intake.close()
    await stage.foreign((channel) => channel.deleteQueue(stage.queue()))
    const [letter] = await lettersOf(connection)
    expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(false)
    expect(stage.warnings.join()).toContain(`its queue ${stage.queue()} is not there; it stays until it is discarded`)
    expect(await lettersOf(connection)).toHaveLength(1)
  })

  test('a queue of dead letters that was deleted is made again, and nothing is given up before it is stored', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    const [held] = await receive(intake, 1)
    await stage.foreign((channel) => channel.deleteQueue(`${stage.prefix}.dead.pizzeria`))
    if (held === undefined) throw new Error('nothing came')
    expect(await intake.park(held, details)).toBe(true)
    expect(await lettersOf(connection)).toHaveLength(1)
  })

  test('what is as large as can be is a dead letter, byte for byte, and comes again when it is redriven', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const body = Buffer.alloc(9 * 1024 * 1024, 65)
    // More than leaves room for what befell it.
    const headers = { note: 'n'.repeat(59_000), number: 7 }
    await stage.publish('orders', body, { headers, contentType: 'text/plain' })
    for (const redrives of [0, 1]) {
      const [held] = await receive(intake, 1)
      if (held === undefined) throw new Error('nothing came')
      expect(held.unreadable?.message).toContain('No CloudEvent')
      await intake.park(held, { ...details, error: { name: 'Error', message: 'no'.repeat(5_000) } })
      const [letter, ...others] = await lettersOf(connection)
      expect(others).toEqual([])
      expect(letter?.redrives).toBe(redrives)
      expect(letter?.error.message).toHaveLength(3_001)
      expect(letter?.wire?.headers).toEqual({ note: headers.note, number: '7', 'content-type': 'text/plain' })
      expect(Buffer.compare(letter?.wire?.body ?? body.subarray(1), body)).toBe(0)
      expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(true)
    }
  })
})
