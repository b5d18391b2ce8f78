import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runRushHour } from '../../examples/pizzeria/src/processes/rush-hour.js'
import { brokers } from '../brokers/brokers.js'

async function run(url: string): Promise<string> {
  const orderId = randomUUID()
  const lines: string[] = []
  await runRushHour(url, orderId, (...more) => lines.push(...more))
  return `${lines.join('\n').replaceAll(orderId, '17')}\n`
}

/** Each on a broker of its own: subscriptions keep their names, and would see the events of others. */
describe.each(['postgres', 'nats'] as const)('over %s', (name) => {
  const { isMissing, note, startPrivate } = brokers[name]

  test.skipIf(isMissing)(`an order is ready although the kitchen was killed${note}`, { timeout: 120_000 }, async () => {
    const broker = await startPrivate()
    onTestFinished(() => broker.remove())
    await expect(await run(broker.url)).toMatchFileSnapshot('expected-output.txt')
  })
})
