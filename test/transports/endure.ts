import type { Connection, Intake } from '@tidings/runtime/transport'
import { expect } from 'vitest'
import { drain, outgoing, until } from './stage.js'

export interface Endurance {
  readonly count?: number
  readonly keyOf?: (number: number) => string
  /** What befalls it, one after the other, each when some more were accepted. */
  readonly troubles: readonly (() => unknown)[]
}

/** Publishes and receives through all troubles; all must be accepted and come. Answers with the ids as they came. */
export async function endure(
  connection: Connection,
  intake: Intake,
  { count = 1_000, keyOf, troubles }: Endurance,
): Promise<readonly string[]> {
  const batch = count / 100
  const accepted: string[] = []
  let isOver = false
  const publishing = (async () => {
    for (let first = 0; first < count; first += batch) {
      const some = Array.from({ length: batch }, (_, index) => first + index)
      const messages = some.map((number) => outgoing(`${number}`, keyOf && { key: keyOf(number) }))
      const outcomes = await connection.carry(messages)
      accepted.push(...some.filter((_, index) => outcomes[index] === undefined).map(String))
    }
    isOver = true
  })()
  const received = drain(intake, (seen) => isOver && accepted.every((id) => seen.includes(id)))
  for (const [index, befall] of troubles.entries()) {
    const share = (index + 1) / (troubles.length + 2)
    await until(() => accepted.length >= count * share, 'more were accepted')
    await befall()
  }
  await publishing
  const seen = await received
  expect(accepted.filter((id) => !seen.includes(id))).toEqual([])
  expect(accepted).toHaveLength(count)
  return seen
}
