import type { SubscriptionPlace } from '../../transport/place.js'
import { sleep } from '../../transport/sleep.js'
import { tell } from './link.js'
import { packetOf } from './publication.js'
import { publish } from './publish.js'
import type { Reader } from './reader.js'
import type { Session } from './session.js'
import type { Topics } from './topics.js'

/** What is retained of a subscription, so that others need not disturb its sessions to know of them. */
interface Declaration {
  readonly order: SubscriptionPlace['order']
  readonly sessions: number
  readonly filters: readonly string[]
}

/** The topic filters that each session of a subscription has; those that another covers are left out. */
export function filtersOf(topics: Topics, { name, application, sources }: SubscriptionPlace): readonly string[] {
  const all = [...new Set(sources.map((source) => topics.filterOf(source)))]
  const widest = all.filter((filter) => !all.some((other) => other !== filter && covers(other, filter)))
  return [...widest, topics.own('redriven', application ?? '', name)]
}

/** Makes what is missing; answers with what differs. */
export async function declare(session: Session, reader: Reader, place: SubscriptionPlace): Promise<readonly string[]> {
  const { topics, settings } = session
  const wanted: Declaration = {
    order: place.order,
    sessions: settings.sessions,
    filters: filtersOf(topics, place),
  }
  const found = await readDeclaration(session, reader, place)
  if (found === undefined && settings.topology === 'check') return [`subscription ${place.name} is missing`]
  if (found !== undefined) {
    const differences = differencesOf(place, found, wanted)
    if (differences.length > 0) return differences
    const isSame = sorted(found.filters) === sorted(wanted.filters)
    if (isSame) return []
    if (settings.topology === 'check') {
      return [`subscription ${place.name} takes ${sorted(found.filters)}; expected ${sorted(wanted.filters)}`]
    }
  }
  const old = found?.filters.filter((filter) => !wanted.filters.includes(filter)) ?? []
  await makeSessions(session, place, wanted.filters, old)
  await publish(session, packetOf({ topic: topicOf(session, place), payload: JSON.stringify(wanted), retain: true }))
  return []
}

/** Makes each session, or gives it its filters; nobody needs to be reading them. */
async function makeSessions(
  session: Session,
  place: SubscriptionPlace,
  filters: readonly string[],
  old: readonly string[],
): Promise<void> {
  const { settings, options } = session
  const make = async (index: number) => {
    for (let failures = 0; ; failures++) {
      try {
        await makeSession(session, place, index, filters, old)
        return
      } catch (cause) {
        // Another instance makes it too: the later takes it from the earlier.
        if (failures >= 9 || options.signal?.aborted) {
          const what = `cannot make session ${index} of subscription ${place.name}`
          throw new Error(`${what}: ${tell(cause)}`, { cause })
        }
      }
      await sleep(
        Math.random() * 50 * 2 ** Math.min(failures, 4),
        options.clock,
        options.signal ?? new AbortController().signal,
      )
    }
  }
  await Promise.all(Array.from({ length: settings.sessions }, (_, index) => make(index)))
}

async function makeSession(
  session: Session,
  place: SubscriptionPlace,
  index: number,
  filters: readonly string[],
  old: readonly string[],
): Promise<void> {
  const { settings, topics } = session
  const link = await session.open({
    clientId: topics.clientId(place.application, place.name, index),
    sessionExpirySeconds: settings.sessionExpirySeconds,
    receiveMaximum: receiveMaximumOf(place),
  })
  try {
    await link.subscribe(filters, { isNew: true })
    if (old.length > 0) await link.unsubscribe(old)
  } finally {
    await link.close()
  }
}

/**
 * How many messages of one session may be here unacknowledged: as many as may be handled, and as many that are passed over.
 * In order it is one: while more are under way Mosquitto (2.0) hands out what is new before what waits.
 */
export const receiveMaximumOf = ({ order, prefetch }: Pick<SubscriptionPlace, 'order' | 'prefetch'>): number =>
  order === 'per-key' ? 1 : Math.min(65_535, Math.max(16, 2 * prefetch))

async function readDeclaration(
  session: Session,
  reader: Reader,
  place: SubscriptionPlace,
): Promise<Declaration | undefined> {
  let found: Declaration | undefined
  await reader.read(topicOf(session, place), ({ payload }) => {
    found = readJson(payload.toString())
  })
  return found
}

function differencesOf({ name }: SubscriptionPlace, found: Declaration, wanted: Declaration): readonly string[] {
  const say = (what: string, is: unknown, expected: unknown) =>
    `subscription ${name} has ${what} ${is}; expected ${expected}, or another name`
  return [
    ...(found.order === wanted.order ? [] : [say('order', found.order, wanted.order)]),
    ...(found.sessions === wanted.sessions ? [] : [say('sessions', found.sessions, wanted.sessions)]),
  ]
}

function readJson(text: string): Declaration | undefined {
  try {
    const value = JSON.parse(text) as Partial<Declaration> | null
    return Array.isArray(value?.filters) ? (value as Declaration) : undefined
  } catch {
    return undefined
  }
}

const topicOf = ({ topics }: Session, { application, name }: SubscriptionPlace): string =>
  topics.own('subscriptions', application ?? '', name)

/** Whether every topic of one filter is one of another too. */
function covers(wide: string, narrow: string): boolean {
  const levels = narrow.split('/')
  const pattern = wide.split('/')
  return levels.length === pattern.length && pattern.every((level, index) => level === '+' || level === levels[index])
}

const sorted = (filters: readonly string[]) => filters.toSorted().join(', ')
