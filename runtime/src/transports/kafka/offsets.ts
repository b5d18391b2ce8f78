import type { StartPosition } from '../../transport/place.js'
import { apis, codes, isPassingCode } from './client.js'
import { isPassing, type Topic } from './cluster.js'
import { type Links, Unreachable } from './links.js'
import type { Session } from './session.js'

/** By topic, by its name where nothing else is said, and partition. */
export type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>

export interface Committed {
  readonly offset: bigint
  readonly metadata: string | null
}

/** Who asks a group for its offsets, or commits to it; the group's own members say who they are. */
export interface Asker {
  readonly memberId: string
  readonly epoch: number
}

const nobody: Asker = { memberId: '', epoch: -1 }

/** Where each partition of the topics stands at a time; `now` is where its next message will be. */
export async function findOffsets(session: Session, topics: readonly Topic[], start: StartPosition): Promise<Offsets> {
  const at = start === 'now' ? -1n : start === 'beginning' ? -2n : BigInt(start.getTime())
  const found = await listOffsets(session, topics, at)
  if (start === 'now' || start === 'beginning') return found
  // After the last message there is none of that time.
  const ends = await listOffsets(session, topics, -1n)
  return new Map(
    [...found].map(([name, offsets]) => [
      name,
      new Map(
        [...offsets].map(([index, offset]) => [index, offset < 0n ? (ends.get(name)?.get(index) ?? 0n) : offset]),
      ),
    ]),
  )
}

async function listOffsets(session: Session, topics: readonly Topic[], timestamp: bigint): Promise<Offsets> {
  const found = new Map<string, ReadonlyMap<number, bigint>>()
  for (const topic of topics) found.set(topic.name, await trying(session, () => listOf(session, topic.name, timestamp)))
  return found
}

async function listOf(session: Session, name: string, timestamp: bigint): Promise<ReadonlyMap<number, bigint>> {
  const { cluster, links } = session
  const topic = await cluster.topic(name)
  if (topic === undefined) throw new Unreachable(`topic ${name} is not there`)
  const found = new Map<number, bigint>()
  for (const leader of new Set(topic.leaders)) {
    const index = topic.leaders.indexOf(leader)
    const partitions = topic.leaders.flatMap((each, partitionIndex) =>
      each === leader ? [{ partitionIndex, currentLeaderEpoch: -1, timestamp }] : [],
    )
    // Committed alone: what belongs to a transaction under way is still to come.
    const answer = await cluster.askLeader(topic, index, links, apis.listOffsets, [-1, 1, [{ name, partitions }]])
    for (const { partitionIndex, errorCode, offset } of answer.topics[0]?.partitions ?? []) {
      if (errorCode === codes.none) found.set(partitionIndex, offset)
      else {
        cluster.forget(name)
        refuseUnlessPassing(errorCode, `topic ${name} cannot be read`)
      }
    }
  }
  return found
}

/** What the group has committed; left out where it has nothing. */
export function findCommitted(
  session: Session,
  links: Links,
  group: string,
  topics: ReadonlyMap<string, readonly number[]>,
  asker: Asker = nobody,
): Promise<ReadonlyMap<string, ReadonlyMap<number, Committed>>> {
  return trying(session, async () => {
    const { memberId, epoch } = asker
    const coordinator = await session.cluster.coordinator('group', group)
    const question = {
      groupId: group,
      memberId: epoch < 0 ? null : memberId,
      memberEpoch: epoch,
      topics: [...topics].map(([name, indexes]) => ({ name, partitionIndexes: [...indexes] })),
    }
    const { groups } = await links.ask(coordinator, apis.offsetFetch, [[question], true])
    const code = groups[0]?.errorCode ?? codes.none
    if (code !== codes.none) {
      session.cluster.forgetCoordinator('group', group)
      refuseUnlessPassing(code, `group ${group} cannot be used`)
    }
    const found = new Map<string, Map<number, Committed>>()
    for (const { name, partitions } of groups[0]?.topics ?? []) {
      const topic = new Map<number, Committed>()
      for (const { partitionIndex, committedOffset, metadata, errorCode } of partitions) {
        if (errorCode !== codes.none) refuseUnlessPassing(errorCode, `topic ${name} cannot be read`)
        if (committedOffset >= 0n) topic.set(partitionIndex, { offset: committedOffset, metadata: metadata ?? null })
      }
      found.set(name, topic)
    }
    return found
  })
}

/** Commits where nothing was committed. Answers with the first error. */
export async function commitOffsets(
  session: Session,
  group: string,
  offsets: Offsets,
  metadata: string,
  { memberId, epoch }: Asker = nobody,
): Promise<number> {
  const coordinator = await session.cluster.coordinator('group', group)
  const question = [...offsets].map(([name, partitions]) => ({
    name,
    partitions: [...partitions].map(([partitionIndex, committedOffset]) => ({
      partitionIndex,
      committedOffset,
      committedLeaderEpoch: -1,
      committedMetadata: metadata,
    })),
  }))
  const { topics } = await session.links.ask(coordinator, apis.offsetCommit, [group, epoch, memberId, null, question])
  const codesFound = topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  return codesFound.find((code) => code !== codes.none) ?? codes.none
}

/** Again while it may go better; for as long as a publish would wait, so that one lost answer is not the end. */
export async function trying<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { clock } = session.options
  const { publishTimeoutMs, requestTimeoutMs } = session.settings
  const ends = clock.now() + Math.max(publishTimeoutMs, requestTimeoutMs)
  for (let failures = 0; ; failures++) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || clock.now() >= ends || session.isClosed) throw error
    }
    await new Promise<void>((resolve) => clock.after(Math.min(500, 20 * 2 ** failures), resolve))
  }
}

function refuseUnlessPassing(code: number, what: string): never {
  if (code === codes.staleMemberEpoch || isPassingCode(code))
    throw new Unreachable(`${what} for now (Kafka error ${code})`)
  throw new Error(`${what}: ${reasons[code] ?? `Kafka error ${code}`}`)
}

const reasons: Readonly<Record<number, string>> = {
  29: 'this user may not read the topic',
  30: 'this user may not use the group',
}
