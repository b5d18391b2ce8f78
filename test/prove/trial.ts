import { setTimeout as wait } from 'node:timers/promises'
import { interrupt } from '../brokers/brokers.js'
import { forget, type Ground, openGround } from './ground.js'
import { planTroubles, type Trouble } from './havoc.js'
import { createRandom } from './random.js'
import type { Role } from './task.js'
import type { TransportName } from './transports.js'
import { type Account, judge, untilHandled } from './verdict.js'

export interface TrialOptions {
  readonly transport: TransportName
  readonly seed: number
  /** How many times a process is killed. */
  readonly rounds: number
  /** See `Task.hasty`. */
  readonly hasty?: boolean
  /** Leaves the ledgers of what was not proved, to look into. Default true. */
  readonly keep?: boolean
  /** Ends it early, and leaves nothing behind. */
  readonly signal?: AbortSignal
  /** Told of each trouble as it comes. */
  readonly tell?: (line: string) => void
}

export interface Verdict {
  /** Accepted by the transport, or committed with an outbox. */
  readonly accepted: number
  readonly accounts: readonly Account[]
  readonly isProved: boolean
}

const patienceMs = 45_000

/** One run: processes publish, relay and consume by way of a private broker, and are killed while they do. */
export async function holdTrial(options: TrialOptions): Promise<Verdict> {
  const { transport, seed, hasty = false, signal } = options
  const ground = await openGround({ transport, seed, hasty })
  try {
    return await Promise.race([hold(ground, options), abortionOf(signal)])
  } finally {
    await ground.close()
  }
}

async function hold(ground: Ground, { seed, rounds, keep = true, tell = () => {} }: TrialOptions): Promise<Verdict> {
  const all = (...roles: readonly Role[]) =>
    ground.parts.filter(({ role }) => roles.includes(role)).map(({ actor }) => actor)
  // Consumers first: an event reaches the subscriptions that exist when it is published.
  for (const actor of all('consumer')) actor.start()
  await until(async () => ground.ledger('ready').read().length > 0, 'a consumer is ready')
  for (const actor of all('relay', 'writer', 'publisher')) actor.start()
  await until(async () => (await ground.accepted()).length > 0, 'an event is accepted')

  for (const trouble of planTroubles(createRandom(seed), rounds, ground.parts.length)) {
    await wait(trouble.afterMs)
    await cause(trouble, ground, tell)
  }
  await wait(1_000)
  await Promise.all(all('publisher', 'writer').map((actor) => actor.end(15_000)))
  const accepted = await ground.accepted()
  const read = () => Promise.all(ground.witnesses.map((witness) => witness.read()))
  const isDone = await untilHandled(accepted, read, patienceMs)
  tell(isDone ? 'everything is handled' : `nothing happened for ${patienceMs / 1_000} s, and not everything is handled`)
  await Promise.all(all('relay', 'consumer').map((actor) => actor.end(15_000)))
  const handled = await read()
  const accounts = ground.witnesses.map(({ subscription }, index) =>
    judge(subscription, accepted, handled[index] ?? []),
  )
  const isProved = accepted.length > 0 && accounts.every(({ broken }) => broken.length === 0)
  if (isProved || !keep) await forget(ground)
  else tell(`the ledgers are kept in ${ground.folder}`)
  return { accepted: accepted.length, accounts, isProved }
}

function abortionOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('the trial was called off')))
  })
}

async function cause(
  { kind, actor: index, forMs }: Trouble,
  ground: Ground,
  tell: (line: string) => void,
): Promise<void> {
  const part = ground.parts[index]
  if (part === undefined) throw new Error(`there is no process ${index}`)
  const { actor, proxies } = part
  tell(kind === 'restart' ? `the broker is ${endOf(ground)}, and back after ${forMs} ms` : `${actor.name}: ${kind}`)
  switch (kind) {
    case 'kill':
      await actor.kill()
      await wait(forMs)
      return actor.start()
    case 'cut':
      for (const proxy of proxies) proxy.cut()
      return
    case 'stall':
      for (const proxy of proxies) proxy.stall()
      await wait(forMs)
      for (const proxy of proxies) proxy.resume()
      return
    case 'silence':
      for (const proxy of proxies) proxy.silence()
      return
    case 'half-close by the client':
      for (const proxy of proxies) proxy.halfClose('client')
      return
    case 'half-close by the broker':
      for (const proxy of proxies) proxy.halfClose('broker')
      return
    case 'restart':
      for (const broker of ground.brokers) await interrupt(broker)
      await wait(forMs)
      for (const broker of ground.brokers) await broker.start()
  }
}

const endOf = ({ brokers: [broker] }: Ground) => (broker?.endures === 'stop' ? 'stopped' : 'killed')

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 60_000; !(await condition()); await wait(50)) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
  }
}
