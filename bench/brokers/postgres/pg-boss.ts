import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Given } from '../../entry.js'
import { each, type Handle, inHand, type Way } from '../way.js'

/** It looks for jobs twice a second at most, and at once where a worker is told by its own process. */
export const pgBoss = (url: string, load: Given['load']): Way => ({
  name: 'pg-boss',
  singles: 4,
  async open(line) {
    const boss = await openBoss(url, line, load)
    await boss.createQueue(line)
    return {
      publish: (orders) => each(orders, ({ envelope }) => boss.send(line, envelope)),
      consume: (handle) => work(boss, line, handle),
      left: () => boss.getQueueSize(line, { before: 'completed' }),
      close: () => closeBoss(boss),
    }
  },
})

export async function work(boss: Boss, line: string, handle: Handle): Promise<void> {
  const worker = boss.work(line, { batchSize: inHand, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    // Else it waits half a second after every batch.
    boss.notifyWorker(await worker)
    await Promise.all(jobs.map(({ data }) => handle(data.data)))
  })
  await worker
}

export async function openBoss(url: string, schema: string, load: Given['load']): Promise<Boss> {
  const { default: PgBoss } = await load<{ default: new (options: object) => Boss }>('pg-boss')
  const boss = new PgBoss({ connectionString: url, schema, max: 10, schedule: false })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  return boss
}

export const closeBoss = (boss: Boss): Promise<void> => boss.stop({ graceful: false, wait: true })

/** The slice of it that is used. */
export interface Boss {
  on(event: 'error', listener: (error: Error) => void): unknown
  start(): Promise<unknown>
  stop(options: object): Promise<void>
  createQueue(name: string): Promise<void>
  send(name: string, data: object, options?: object): Promise<unknown>
  work(name: string, options: object, handle: (jobs: readonly Job[]) => Promise<void>): Promise<string>
  notifyWorker(worker: string): void
  getQueueSize(name: string, options: object): Promise<number>
}

interface Job {
  readonly data: { readonly data: OrderConfirmedData }
}
