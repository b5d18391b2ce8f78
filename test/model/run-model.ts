import type { Transport } from '@tidings/runtime/transport'
import fc from 'fast-check'
import type { RunningBroker } from '../brokers/brokers.js'
import { anything, settle, take } from './commands.js'
import { Model } from './model.js'
import { openWorld, type World } from './world.js'

export interface ModelRunOptions {
  readonly broker: RunningBroker
  readonly transport: (url: string) => Transport
  readonly leaseMs: number
  readonly ordered: boolean
  readonly runs: number
  readonly seed?: number
  /** How long before it is killed the broker may forget what was acknowledged. Default 0. */
  readonly forgetsMs?: number
  /** Whether an instance hands messages over to others by publishing them again. Default `false`. */
  readonly sendsOn?: boolean
  /** How long what was accepted may take to come in the end. Default 60,000 ms. */
  readonly patienceMs?: number
}

const instances = 2

/** Rejects with the commands that broke a promise, and the seed that repeats them. */
export async function runModel(options: ModelRunOptions): Promise<void> {
  const {
    broker,
    transport,
    leaseMs,
    ordered,
    runs,
    seed,
    forgetsMs = 0,
    sendsOn = false,
    patienceMs = 60_000,
  } = options
  const property = fc.asyncProperty(fc.commands(anything(instances), { maxCommands: 40 }), async (commands) => {
    const world = await openWorld({ broker, transport, ordered, instances, forgetsMs, sendsOn })
    const model = new Model(ordered, leaseMs)
    try {
      await fc.asyncModelRun(() => ({ model, real: world }), commands)
      await drain(model, world, patienceMs)
    } finally {
      await world.close()
    }
  })
  // Each run takes seconds, and no two are alike in time: what failed is told, and not searched for in small.
  await fc.assert(property, {
    numRuns: runs,
    endOnFailure: true,
    includeErrorInReport: true,
    ...(seed !== undefined && { seed }),
  })
}

/** In the end everything that was accepted comes, whatever happened before. */
async function drain(model: Model, world: World, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (model.open.length > 0) {
    if (Date.now() > deadline) throw new Error(`lost: ${model.open.join(', ')}`)
    for (const [index, instance] of world.instances.entries()) {
      await settle(model, instance, Number.POSITIVE_INFINITY)
      await take(model, instance, index, 4, 100)
      await settle(model, instance, Number.POSITIVE_INFINITY)
    }
  }
}
