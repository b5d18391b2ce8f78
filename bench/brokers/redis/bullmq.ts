import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Given } from '../../entry.js'
import { each, inHand, type Way } from '../way.js'

/** A queue of jobs and a worker of as many at a time. */
export const bullmq = (url: string, load: Given['load']): Way => ({
  name: 'bullmq',
  async open(line) {
    const { Queue, Worker } = await load<BullMq>('bullmq')
    const { hostname: host, port } = new URL(url)
    const connection = { host, port: Number(port), maxRetriesPerRequest: null }
    const queue = new Queue(line, { connection, defaultJobOptions: { removeOnComplete: true } })
    await queue.waitUntilReady()
    let worker: BullWorker | undefined
    return {
      publish: (orders) => each(orders, ({ envelope }) => queue.add('order', envelope)),
      async consume(handle) {
        worker = new Worker(line, ({ data }) => handle(data.data), { connection, concurrency: inHand })
        await worker.waitUntilReady()
      },
      left: () => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
      async close() {
        await worker?.close()
        await queue.obliterate({ force: true })
        await queue.close()
      },
    }
  },
})

/** The slice of it that is used. */
interface BullMq {
  readonly Queue: new (name: string, options: object) => BullQueue
  readonly Worker: new (name: string, handle: (job: Job) => Promise<void>, options: object) => BullWorker
}

interface BullQueue {
  waitUntilReady(): Promise<unknown>
  add(name: string, data: object): Promise<unknown>
  getJobCountByTypes(...types: readonly string[]): Promise<number>
  obliterate(options: object): Promise<void>
  close(): Promise<void>
}

interface BullWorker {
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
}

interface Job {
  readonly data: { readonly data: OrderConfirmedData }
}
