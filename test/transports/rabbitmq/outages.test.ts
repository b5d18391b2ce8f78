import { isNotAccepted } from '@tidings/runtime/transport'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { drain, idsOf, outgoing, receive, until } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`RabbitMQ that goes away${note}`, { timeout: 120_000 }, () => {
  let server: RunningBroker
  let stage: Stage
  beforeAll(async () => {
    server = await brokers.rabbitmq.startPrivate()
    stage = await openStage(server.url)
  }, 60_000)
  afterEach(() => stage.clear(), 60_000)
  afterAll(() => server.remove(), 60_000)

  // One absence serves for all that is to be seen while it lasts: a start takes seconds.
  test('while it is away a publish waits or is refused, health tells, it can be closed, and all goes on after', async () => {
    const impatient = await stage.connect({ publishTimeoutMs: 500 })
    const patient = await stage.connect({ publishTimeoutMs: 60_000, settleMs: 4_000 })
    const leaving = await stage.connect()
    const intake = await stage.open(patient)
    const left = await stage.open(leaving)
    await patient.carry([outgoing('1')])
    expect(await patient.health()).toEqual({ status: 'healthy', problems: [] })
    await server.kill()

    const begun = Date.now()
    const [outcome] = await impatient.carry([outgoing('refused')])
    expect(isNotAccepted(outcome)).toBe(true)
    expect(outcome?.message).toMatch(/was not confirmed within 500 ms: RabbitMQ at 127\.0\.0\.1:\d+ is away/)
    expect(Date.now() - begun).toBeGreaterThanOrEqual(490)
    const carried = patient.carry([outgoing('patient')])
    await until(async () => (await patient.health()).status === 'unhealthy', 'it was unhealthy')
    expect((await patient.health()).problems[0]).toMatch(/^RabbitMQ at 127\.0\.0\.1:\d+ is away/)
    const closing = Date.now()
    await left.close()
    await leaving.close()
    expect(Date.now() - closing).toBeLessThan(5_000)

    await server.start()
    expect(await carried).toEqual([undefined])
    const held = await receive(intake, 2)
    expect(idsOf(held).sort()).toEqual(['1', 'patient'])
    await intake.acknowledge(held)
    await until(async () => (await patient.health()).status === 'healthy', 'it was healthy again')
  })

  test('what was accepted is received, with two restarts under load, with order and without', async () => {
    const connection = await stage.connect({ publishTimeoutMs: 60_000, settleMs: 4_000 })
    const intakes = {
      none: await stage.open(connection),
      'per-key': await stage.open(connection, { name: 'ordered', order: 'per-key' }),
    }
    const accepted: string[] = []
    let isOver = false
    const publishing = (async () => {
      for (let number = 0; number < 1_000; number += 10) {
        const ids = Array.from({ length: 10 }, (_, index) => `${number + index}`)
        const outcomes = await connection.carry(ids.map((id) => outgoing(id, { key: `key-${Number(id) % 7}` })))
        accepted.push(...ids.filter((_, index) => outcomes[index] === undefined))
      }
      isOver = true
    })()
    const isDone = (seen: readonly string[]) => isOver && accepted.every((id) => seen.includes(id))
    const received = Promise.all([drain(intakes.none, isDone), drain(intakes['per-key'], isDone)])
    await until(() => accepted.length >= 200, 'some were accepted')
    await server.kill()
    await server.start()
    await until(() => accepted.length >= 600, 'more were accepted', 60_000)
    await server.stop()
    await server.start()
    await publishing
    const [any, inOrder] = await received
    expect(accepted).toHaveLength(1_000)
    expect(accepted.filter((id) => !any.includes(id) || !inOrder.includes(id))).toEqual([])
    const first = (key: number) => [...new Set(inOrder)].map(Number).filter((id) => id % 7 === key)
    for (const key of [0, 1, 2, 3, 4, 5, 6]) expect(first(key)).toEqual(first(key).toSorted((a, b) => a - b))
  })
})
