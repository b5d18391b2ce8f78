import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { runRushHour } from '../../examples/pizzeria/src/processes/rush-hour.js'
import { type BrokerName, brokers } from '../brokers/brokers.js'

/** On a broker of its own: subscriptions keep their names, and would see the events of others. */
export function processesTest(name: BrokerName): void {
  const { isMissing, note, startPrivate } = brokers[name]
  test.skipIf(isMissing)(
    `over ${name} an order is ready although the kitchen was killed${note}`,
    { timeout: 120_000 },
    async () => {
      const broker = await startPrivate()
      onTestFinished(() => broker.remove())
      await expect(await run(broker.url)).toMatchFileSnapshot('expected-output.txt')
    },
  )
}

async function run(url: string): Promise<string> {
  const orderId = randomUUID()
  const lines: string[] = []
  await runRushHour(url, orderId, (...more) => lines.push(...more))
  return `${lines.join('\n').replaceAll(orderId, '17')}\n`
}
