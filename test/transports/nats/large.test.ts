import { type DeadLetter, isNotAccepted } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`What is as large as NATS takes${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  let most: number
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
    most = stage.foreign.info?.max_payload ?? 0
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const junk = (size: number) => stage.foreign.request(`${stage.prefix}.orders`, new Uint8Array(size).fill(65))

  const undecodable = (message = 'No CloudEvent') => ({
    reason: 'undecodable' as const,
    error: { name: 'UndecodableMessage', message },
    attempts: 0,
    parkedAt: '2026-01-01T00:00:00Z',
  })

  const open = async (order: 'none' | 'per-key' = 'none') => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { order, name: `kitchen-${order}` })
    const { deadLetters } = connection
    if (deadLetters === undefined) throw new Error('there are no dead letters')
    const list = async () => {
      const found: DeadLetter[] = []
      for await (const letter of deadLetters.list({})) found.push(letter)
      return found
    }
    return { connection, intake, deadLetters, list, subscription: `kitchen-${order}` }
  }

  const park = async ({ intake }: Awaited<ReturnType<typeof open>>, message?: string) => {
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    expect(await intake.park(held, undecodable(message))).toBe(true)
  }

  test.each(['none', 'per-key'] as const)('it is a dead letter once, and others follow, order %s', async (order) => {
    const opened = await open(order)
    await junk(most)
    await park(opened)
    await opened.connection.carry([outgoing('next')])
    const next = await receive(opened.intake, 1)
    expect(idsOf(next)).toEqual(['next'])
    await opened.intake.acknowledge(next)
    const [letter, ...others] = await opened.list()
    expect(others).toEqual([])
    expect(letter?.error.message).toBe(
      `No CloudEvent (too large to be stored whole: its original is message 1 of stream ${stage.prefix}__orders)`,
    )
    expect(letter?.wire?.body).toHaveLength(most)
    expect((await opened.connection.health()).deadLetters).toBe(1)
  })

  test('it cannot be redriven, which is told, and can be discarded', async () => {
    const opened = await open()
    await junk(most)
    await park(opened)
    const id = (await opened.list())[0]?.id ?? ''
    expect(await opened.deadLetters.redrive(opened.subscription, id)).toBe(false)
    expect(stage.warnings.join()).toContain('cannot be redriven: it is larger than the server takes (max_payload)')
    expect(await opened.list()).toHaveLength(1)
    expect(await opened.deadLetters.discard(opened.subscription, id)).toBe(true)
    expect(await opened.list()).toEqual([])
  })

  test('what has room for a redrive, but not for what befell it, comes again, as often as it is redriven', async () => {
    const opened = await open()
    await junk(most - 1_500)
    for (let redrives = 0; redrives < 3; redrives++) {
      await park(opened, 'no'.repeat(1_000))
      const [letter, ...others] = await opened.list()
      expect(others).toEqual([])
      expect(letter).toMatchObject({ redrives, error: { message: expect.stringContaining('too large') } })
      expect(letter?.wire?.body).toHaveLength(most - 1_500)
      expect(await opened.deadLetters.redrive(opened.subscription, letter?.id ?? '')).toBe(true)
    }
    expect(await opened.intake.acknowledge(await receive(opened.intake, 1))).toEqual([])
    const left = async () =>
      (await stage.jsm.streams.info(`${stage.prefix}__tidings__pizzeria__redriven`)).state.messages
    await expect.poll(left).toBe(0)
  })

  test('where the original is gone, that is told', async () => {
    const opened = await open()
    await junk(most)
    await park(opened)
    await stage.jsm.streams.purge(`${stage.prefix}__orders`)
    const [letter] = await opened.list()
    expect(letter?.error.message).toContain(`its original, message 1 of stream ${stage.prefix}__orders, cannot be read`)
    expect(await opened.deadLetters.redrive(opened.subscription, letter?.id ?? '')).toBe(false)
    expect(stage.warnings.join()).toContain('cannot be redriven: its original is no longer there')
  })

  test('what is told of an error is cut as it stands on the wire', async () => {
    const opened = await open()
    await junk(10)
    await park(opened, '🍕'.repeat(100_000))
    const [letter] = await opened.list()
    expect(letter?.error.message).toMatch(/^(?:🍕){100,250}…$/u)
  })

  test('what is larger than the server takes is refused at once', async () => {
    const connection = await stage.connect({ maxPayload: 2 * most, publishTimeoutMs: 20_000 })
    await stage.open(connection)
    const begun = Date.now()
    // Twice on the wire: as an attribute, and as what the stream recognises it by.
    const event = outgoing('i'.repeat(20_000))
    const data = new Uint8Array(most - 30_000).fill(65)
    const [outcome] = await connection.carry([{ ...event, message: { ...event.message, data } }])
    expect(isNotAccepted(outcome)).toBe(true)
    expect(outcome?.message).toContain('max_payload')
    expect(Date.now() - begun).toBeLessThan(5_000)
  })
})
