import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Given } from '../../entry.js'
import { each, inHand, type Way } from '../way.js'

/** Jobs are fetched and completed in batches, and a notification wakes it. */
export const graphileWorker = (url: string, load: Given['load']): Way => ({
  name: 'graphile-worker',
  async open(line) {
    const { Logger, makeWorkerUtils, run } = await load<GraphileWorker>('graphile-worker')
    const common = { connectionString: url, schema: line, logger: new Logger(() => () => {}) }
    const utils = await makeWorkerUtils(common)
    await utils.migrate()
    let runner: Runner | undefined
    return {
      publish: (orders) => each(orders, ({ envelope }) => utils.addJob('order', envelope)),
      async consume(handle) {
        runner = await run({
          ...common,
          concurrency: inHand,
          noHandleSignals: true,
          taskList: { order: (payload) => handle(payload.data) },
          preset: { worker: { localQueue: { size: inHand }, completeJobBatchDelay: 0 } },
        })
      },
      left: () =>
        utils.withPgClient(async (client) => {
          const { rows } = await client.query(`SELECT count(*)::integer AS left FROM ${line}.jobs`)
          return rows[0]?.left ?? 0
        }),
      async close() {
        await runner?.stop()
        await utils.release()
      },
    }
  },
})

/** The slice of it that is used. */
interface GraphileWorker {
  readonly Logger: new (factory: () => () => void) => object
  makeWorkerUtils(options: object): Promise<Utils>
  run(options: RunOptions): Promise<Runner>
}

interface RunOptions {
  readonly [option: string]: unknown
  readonly taskList: Record<string, (payload: { readonly data: OrderConfirmedData }) => Promise<void>>
}

interface Runner {
  stop(): Promise<void>
}

interface Utils {
  migrate(): Promise<void>
  addJob(task: string, payload: object): Promise<unknown>
  withPgClient<T>(work: (client: Queryable) => Promise<T>): Promise<T>
  release(): Promise<void>
}

interface Queryable {
  query(sql: string): Promise<{ readonly rows: readonly { readonly left: number }[] }>
}
