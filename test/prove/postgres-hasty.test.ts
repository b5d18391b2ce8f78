import { expect, test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { holdTrial } from './trial.js'

const { isMissing, note } = brokers.postgres

test.skipIf(isMissing)(
  `handlers that end before they have handled are found out${note}`,
  { timeout: 145_000 },
  async () => {
    const { accounts, isProved } = await holdTrial({
      transport: 'postgres',
      seed: 7,
      rounds: 5,
      hasty: true,
      keep: false,
    })
    expect(isProved).toBe(false)
    expect(accounts.find(({ subscription }) => subscription === 'loose')?.broken[0]).toMatch(/^\d+ events are lost$/)
  },
)
