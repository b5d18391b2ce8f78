import { describe, expect, test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { isLong } from '../long.js'
import { type TransportName, transports } from './transports.js'
import { holdTrial } from './trial.js'

const rounds = isLong ? 60 : 5
const seed =
  process.env['PROVE_SEED'] === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(process.env['PROVE_SEED'])
const timeout = 120_000 + rounds * 5_000

describe.each(Object.keys(transports) as TransportName[])('%s', (transport) => {
  const { isMissing, note } = brokers[transport]
  test.skipIf(isMissing)(
    `loses nothing when processes, broker and network fail, seed ${seed}${note}`,
    { timeout },
    async () => {
      const { accounts, accepted } = await holdTrial({ transport, seed, rounds })
      expect(accounts.map(({ subscription, broken }) => [subscription, broken])).toEqual(
        accounts.map(({ subscription }) => [subscription, []]),
      )
      expect(accepted).toBeGreaterThan(0)
    },
  )
})

const { isMissing, note } = brokers.postgres
test.skipIf(isMissing)(`handlers that end before they have handled are found out${note}`, { timeout }, async () => {
  const { accounts, isProved } = await holdTrial({
    transport: 'postgres',
    seed: 7,
    rounds: 5,
    hasty: true,
    keep: false,
  })
  expect(isProved).toBe(false)
  expect(accounts.find(({ subscription }) => subscription === 'loose')?.broken[0]).toMatch(/^\d+ events are lost$/)
})
