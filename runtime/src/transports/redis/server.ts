import { codeOf } from './client.js'
import { type Link, LinkLost, tell } from './link.js'
import { placeOf, type RedisSettings } from './options.js'

/** Rejects where the server cannot keep what we promise. What may go wrong later is told. */
export async function inspectServer(
  link: Link,
  settings: RedisSettings,
  warn: (warning: Error) => void,
): Promise<void> {
  const where = `Redis at ${placeOf(settings)}`
  const facts = await readFacts(link, where)
  const [major = 0] = (facts.get('redis_version') ?? '').split('.').map(Number)
  if (major < floor)
    throw new Error(`${where} is of version ${facts.get('redis_version')}; expected ${floor}.0 or newer`)
  if (facts.get('redis_mode') === 'cluster') {
    throw new Error(
      `${where} is a node of a cluster, which spreads over its nodes what must be changed together; expected a server of its own, with replicas if need be`,
    )
  }
  if (facts.get('role') === 'slave') throw new Error(`${where} is a replica; expected the master`)
  const problems = [...lossesOf(facts, settings)]
  if (problems.length === 0) return
  const what = `${where} may lose what it accepted: ${problems.join('; ')}`
  if (settings.durable) throw new Error(`${what}. Where that may be, say so: redis({ durable: false })`)
  warn(new Error(what))
}

const floor = 7

function* lossesOf(facts: ReadonlyMap<string, string>, { replicas }: RedisSettings): Iterable<string> {
  if (facts.get('aof_enabled') === '0' && replicas === 0) {
    yield 'it keeps no append-only file; set appendonly yes in its configuration, and now: CONFIG SET appendonly yes'
  }
  const policy = facts.get('maxmemory_policy') ?? ''
  if (policy.startsWith('allkeys')) {
    yield `it evicts any key when its memory is full (maxmemory-policy ${policy}); CONFIG SET maxmemory-policy noeviction`
  }
}

async function readFacts(link: Link, where: string): Promise<ReadonlyMap<string, string>> {
  try {
    const text = String(await link.call(['INFO']))
    return new Map(text.split('\r\n').map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1)]))
  } catch (cause) {
    if (cause instanceof LinkLost) throw new Error(`cannot connect to ${where}: ${cause.message}`, { cause })
    const mend = codeOf(cause) === 'NOPERM' ? '; the user needs +info' : ''
    throw new Error(`${where} does not say how it is set up: ${tell(cause)}${mend}`, { cause })
  }
}
