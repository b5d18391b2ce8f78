import { expect, test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { isLong } from '../long.js'
import type { TransportName } from './transports.js'
import { holdTrial } from './trial.js'

const rounds = isLong ? 60 : 5
const timeout = 120_000 + rounds * 5_000

/** `PROVE_SEED` repeats a proof that failed. */
export function proveTest(transport: TransportName): void {
  const { isMissing, note } = brokers[transport]
  const seed =
    process.env['PROVE_SEED'] === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(process.env['PROVE_SEED'])
  test.skipIf(isMissing)(
    `${transport} loses nothing when processes, broker and network fail, seed ${seed}${note}`,
    { timeout },
    async () => {
      const { accounts, accepted } = await holdTrial({ transport, seed, rounds })
      expect(accounts.map(({ subscription, broken }) => [subscription, broken])).toEqual(
        accounts.map(({ subscription }) => [subscription, []]),
      )
      expect(accepted).toBeGreaterThan(0)
    },
  )
}
