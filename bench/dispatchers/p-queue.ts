import { isolated, type MakeDispatcher } from './dispatcher.js'

export const pQueue: MakeDispatcher = async (handlers, load) => {
  const { default: PQueue } = await load<{ default: new (options: object) => Queue }>('p-queue')
  const calls = handlers.map(isolated)
  // As many at a time as a subscription of ours, for each handler.
  const queue = new PQueue({ concurrency: 10 * handlers.length })
  return { name: 'p-queue', publish: (event) => queue.addAll(calls.map((call) => () => call(event))) }
}

interface Queue {
  addAll(tasks: readonly (() => Promise<void>)[]): Promise<unknown>
}
