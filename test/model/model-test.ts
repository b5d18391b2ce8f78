import type { Transport } from '@tidings/runtime/transport'
import { describe, test } from 'vitest'
import { type BrokerName, brokers } from '../brokers/brokers.js'
import { isLong } from '../long.js'
import { type ModelRunOptions, runModel } from './run-model.js'

const runs = isLong ? 100 : 2

/** `MODEL_SEED` repeats a run that failed. */
export function modelTest(
  name: BrokerName,
  leaseMs: number,
  transport: (url: string) => Transport,
  what: Pick<ModelRunOptions, 'forgetsMs' | 'sendsOn'> = {},
): void {
  const { isMissing, note, startPrivate } = brokers[name]
  const seed = process.env['MODEL_SEED']
  describe.skipIf(isMissing)(`${name}, whatever happens${note}`, () => {
    test.each([
      ['', false],
      [', in order per key', true],
    ])(
      'hands out what was accepted until it is acknowledged, and not again%s',
      { timeout: runs * 90_000 },
      async (_, ordered) => {
        const broker = await startPrivate()
        try {
          await runModel({
            broker,
            transport,
            leaseMs,
            ordered,
            runs,
            ...what,
            ...(seed !== undefined && { seed: Number(seed) }),
          })
        } finally {
          await broker.remove()
        }
      },
    )
  })
}
