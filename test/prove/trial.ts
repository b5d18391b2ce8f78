import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { brokers, type RunningBroker } from '../brokers/brokers.js'
import { startProxy, type TcpProxy } from '../brokers/tcp-proxy.js'
import { type Actor, createActor } from './actor.js'
import { bundleProcesses } from './bundle.js'
import { planTroubles, type Trouble } from './havoc.js'
import { ledgerIn } from './ledger.js'
import { createRandom } from './random.js'
import { type Role, subscriptionNames, subscriptions } from './task.js'
import type { TransportName } from './transports.js'
import { type Account, judge, untilHandled } from './verdict.js'

export interface TrialOptions {
  readonly transport: TransportName
  readonly seed: number
  /** How many times a process is killed. */
  readonly rounds: number
  /** See `Task.hasty`. */
  readonly hasty?: boolean
  /** Told of each trouble as it comes. */
  readonly tell?: (line: string) => void
}

export interface Verdict {
  readonly accepted: number
  readonly accounts: readonly Account[]
  /** Nothing lost, and nothing out of order where order was asked for. */
  readonly isProved: boolean
}

const cast: readonly Role[] = ['publisher', 'publisher', 'consumer', 'consumer']
const patienceMs = 40_000

/** One run: processes publish and consume by way of a private broker, and are killed while they do. */
export async function holdTrial(options: TrialOptions): Promise<Verdict> {
  const { transport, seed, rounds, hasty = false, tell = () => {} } = options
  const folder = await mkdtemp(join(tmpdir(), 'tidings-prove-'))
  const broker = await brokers[transport].startPrivate()
  const bundle = await bundleProcesses('prove')
  const proxies = await Promise.all(cast.map(() => startProxy(broker.url)))
  const actors = cast.map((role, index) =>
    createActor(bundle.program, { role, index, transport, url: proxies[index]?.url ?? '', folder, seed, hasty }),
  )
  const consumers = actors.filter((_, index) => cast[index] === 'consumer')
  const publishers = actors.filter((_, index) => cast[index] === 'publisher')
  const accepted = ledgerIn(folder, 'accepted')
  const handled = subscriptionNames.map((name) => ledgerIn(folder, `handled-${name}`))
  try {
    // Consumers first: an event reaches the subscriptions that exist when it is published.
    for (const consumer of consumers) consumer.start()
    await until(() => ledgerIn(folder, 'ready').read().length > 0, 'a consumer is ready')
    for (const publisher of publishers) publisher.start()
    await until(() => accepted.read().length > 0, 'an event is accepted')

    const troubles = planTroubles(createRandom(seed), rounds, actors.length)
    for (const trouble of troubles) {
      await wait(trouble.afterMs)
      await cause(trouble, { actors, proxies, broker, tell })
    }
    await wait(1_000)
    await Promise.all(publishers.map((publisher) => publisher.end(15_000)))
    const all = accepted.read()
    const isDone = await untilHandled(all, handled, patienceMs)
    tell(
      isDone ? 'everything is handled' : `nothing happened for ${patienceMs / 1_000} s, and not everything is handled`,
    )
    await Promise.all(consumers.map((consumer) => consumer.end(15_000)))
    const accounts = subscriptionNames.map((name, index) => judge(name, all, handled[index]?.read() ?? []))
    const isProved = accounts.every(isClean) && all.length > 0
    if (!isProved) tell(`the ledgers are kept in ${folder}`)
    else await rm(folder, { recursive: true, force: true })
    return { accepted: all.length, accounts, isProved }
  } finally {
    await Promise.all(actors.map((actor) => actor.kill()))
    await Promise.all(proxies.map((proxy) => proxy.close()))
    await broker.remove()
    await bundle.remove()
  }
}

const isClean = ({ subscription, lost, overtook }: Account): boolean =>
  lost.length === 0 &&
  (overtook.length === 0 || subscriptions[subscription as keyof typeof subscriptions] !== 'per-key')

interface Stage {
  readonly actors: readonly Actor[]
  readonly proxies: readonly TcpProxy[]
  readonly broker: RunningBroker
  readonly tell: (line: string) => void
}

async function cause({ kind, actor: index, forMs }: Trouble, { actors, proxies, broker, tell }: Stage): Promise<void> {
  const [actor, proxy] = [actors[index], proxies[index]]
  if (actor === undefined || proxy === undefined) throw new Error(`there is no actor ${index}`)
  tell(kind === 'restart' ? `the broker is killed, and back after ${forMs} ms` : `${actor.name}: ${kind}`)
  switch (kind) {
    case 'kill':
      await actor.kill()
      await wait(forMs)
      return actor.start()
    case 'cut':
      return proxy.cut()
    case 'silence':
      return proxy.silence()
    case 'half-close':
      return proxy.halfClose()
    case 'restart':
      await broker.kill()
      await wait(forMs)
      return broker.start()
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 60_000; !condition(); await wait(20)) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
  }
}
