import type { StartPosition, SubscriptionPlace } from '../../transport/place.js'
import type { ReadStream } from './holding.js'
import { groupOf, partGroup } from './keys.js'
import { run } from './script.js'
import { declareGroups } from './scripts/topology.js'
import type { Session } from './session.js'

/** Where a subscription is in Redis. */
export interface SubscriptionKeys {
  /** What it reads; the last is the stream of redriven messages. */
  readonly streams: readonly ReadStream[]
  readonly bell: string
  /** What the names of its groups begin with; the group itself where no order is asked for, and of redriven messages. */
  readonly base: string
  /** Into how many parts it divides; 0 where no order is asked for. */
  readonly parts: number
  /** Its groups in the streams of its sources. */
  readonly groups: readonly string[]
}

export function keysOf({ keys, settings }: Session, place: SubscriptionPlace): SubscriptionKeys {
  const { application, name, order } = place
  const base = groupOf(application, name)
  const parts = order === 'per-key' ? settings.partitions : 0
  const streams = [...new Set(place.sources.map(keys.streamOf))].map((key) => ({
    key,
    sources: place.sources.filter((source) => keys.streamOf(source) === key),
    isInlet: false,
  }))
  return {
    streams: [...streams, { key: keys.redriven(application, name), sources: [], isInlet: true }],
    bell: keys.bell(application, name),
    base,
    parts,
    groups: parts === 0 ? [base] : Array.from({ length: parts }, (_, index) => partGroup(base, index, parts)),
  }
}

/** Makes the streams and groups of a subscription, or compares them; answers with what differs. */
export async function declareSubscription(
  session: Session,
  place: SubscriptionPlace,
  begin: string = startOf(place.start),
): Promise<readonly string[]> {
  const { keys, settings, link } = session
  const { streams, base, groups } = keysOf(session, place)
  const inlet = streams.filter(({ isInlet }) => isInlet)
  const others = streams.filter(({ isInlet }) => !isInlet)
  const answer = await run(
    link,
    declareGroups,
    [keys.subscriptions(place.application), ...[...inlet, ...others].map(({ key }) => key)],
    [settings.topology === 'create' ? '1' : '0', place.name, begin, base, ...groups],
  )
  return (answer as readonly Buffer[]).map(String)
}

/** The id of an entry that a group has done with when it begins; what comes after it is for the group. */
function startOf(start: StartPosition): string {
  if (start === 'now') return '$'
  if (start === 'beginning') return '0'
  return start.getTime() <= 0 ? '0' : `${start.getTime() - 1}-${lastSequence}`
}

const lastSequence = '18446744073709551615'
