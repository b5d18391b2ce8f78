import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection, DeadLetter } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { startMosquitto } from '../../brokers/mqtt.js'
import { outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.mqtt
const limit = 20_000

describe.skipIf(isMissing)(`What is as large as MQTT takes, or has nothing${note}`, { timeout: 30_000 }, () => {
  let broker: RunningBroker
  let stage: Stage
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-mqtt-'))
    broker = await startMosquitto(folder, ['allow_anonymous true', `max_packet_size ${limit}`])
    stage = await openStage(broker.url)
  })
  afterEach(() => stage.clear())
  afterAll(async () => {
    await stage.close()
    await broker.remove()
  })

  const details = {
    reason: 'undecodable',
    error: { name: 'E', message: 'no' },
    attempts: 0,
    parkedAt: '2026-01-01T00:00:00Z',
  } as const

  const lettersOf = async ({ deadLetters }: Connection) => {
    const found: DeadLetter[] = []
    for await (const letter of deadLetters?.list({}) ?? []) found.push(letter)
    return found
  }

  test('what is larger than the broker takes is refused before it is sent', async () => {
    const connection = await stage.connect()
    const message = { ...outgoing('1').message, data: new Uint8Array(limit - 1_000) }
    const [outcome] = await connection.carry([outgoing('1', { message })])
    expect(outcome?.message).toMatch(/^OrderConfirmed has 19000 bytes of data, the transport carries \d+; /)
    expect(await connection.carry([outgoing('2')])).toEqual([undefined])
  })

  test('poison as large as the broker takes becomes a dead letter, whole, and can be discarded', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const body = Buffer.alloc(limit - 100, 'pizza ')
    await stage.foreign.publishAsync(`${stage.prefix}/orders`, body, { qos: 1 })
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    expect(await intake.park(held, details)).toBe(true)
    const [letter] = await lettersOf(connection)
    expect(Buffer.from(letter?.wire?.body ?? []).equals(body)).toBe(true)
    expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(false)
    expect(stage.warnings.join()).toMatch(/cannot be redriven: it is larger than the broker takes/)
    expect(await connection.deadLetters?.discard('kitchen', letter?.id ?? '')).toBe(true)
    expect(await lettersOf(connection)).toEqual([])
    const left = await stage.listen('tidings/dead/#')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(left).toEqual([])
  })

  test('an event without data becomes a dead letter, and comes again as it was', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const { attributes } = outgoing('1').message
    await connection.carry([outgoing('1', { message: { attributes } })])
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    await intake.park(held, details)
    const [letter] = await lettersOf(connection)
    expect(letter?.message).toEqual({ attributes })
    expect(await connection.deadLetters?.redrive('kitchen', letter?.id ?? '')).toBe(true)
    const [again] = await receive(intake, 1)
    expect(again?.message).toEqual({ attributes })
  })
})
