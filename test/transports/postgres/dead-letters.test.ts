import type { DeadLetter } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`dead letters in PostgreSQL${note}`, () => {
  let stage: Stage
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterAll(() => stage.close())

  test('an id that is none, or another subscription’s, redrives and discards nothing', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    const error = { name: 'Error', message: 'no' }
    await intake.park(held, { reason: 'invalid', error, attempts: 0, parkedAt: '2026-03-01T12:00:00.000Z' })
    const { deadLetters } = connection
    const letters: DeadLetter[] = []
    for await (const letter of deadLetters?.list({}) ?? []) letters.push(letter)
    expect(letters).toHaveLength(1)
    const id = letters[0]?.id ?? ''
    for (const [subscription, other] of [
      ['kitchen', 'other-1'],
      ['kitchen', ''],
      ['kitchen', '9'.repeat(30)],
      ['kitchen', `${Number(id) + 1}`],
      ['email', id],
    ] as const) {
      expect(await deadLetters?.redrive(subscription, other)).toBe(false)
      expect(await deadLetters?.discard(subscription, other)).toBe(false)
    }
    expect(await deadLetters?.discard('kitchen', id)).toBe(true)
  })
})
