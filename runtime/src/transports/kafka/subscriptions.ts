import { randomUUID } from 'node:crypto'
import type { SubscriptionPlace } from '../../transport/place.js'
import { apis, codes, isPassingCode } from './client.js'
import type { Topic } from './cluster.js'
import { Unreachable } from './links.js'
import { readMarks, writeMarks } from './marks.js'
import { commitOffsets, findCommitted, findOffsets, type Offsets, trying } from './offsets.js'
import { deadLetterTopic, groupOfSubscription, redrivenTopic, topicOf } from './places.js'
import type { Session } from './session.js'
import type { Topics, WantedTopic } from './topics.js'

/** A subscription as it is declared. */
export interface Declared {
  readonly group: string
  readonly topics: readonly string[]
  /** Where each partition began that had no position, by the topic's id: one that is made again begins at its first. */
  readonly starts: Offsets
}

/** Makes sure that a subscription's topics are there, and that its group has a position in each. */
export async function declareSubscription(
  session: Session,
  topics: Topics,
  place: SubscriptionPlace,
  differences: string[],
): Promise<Declared | undefined> {
  const redriven = redrivenTopic(session)
  const wanted = new Map<string, WantedTopic>()
  for (const each of place.sources.map((source) => topicOf(session, source))) wanted.set(each.name, each)
  const found = await Promise.all(
    [...wanted.values(), redriven, deadLetterTopic(session)].map((each) => topics.ensure(each)),
  )
  if (found.some((some) => some.length > 0)) {
    differences.push(...found.flat())
    return undefined
  }
  const group = groupOfSubscription(session, place)
  const sources = await Promise.all([...wanted.values()].map((each) => topics.use(each)))
  const inlet = await topics.use(redriven)
  // Before it is asked what is committed: whoever declares at the same time can but begin earlier.
  const starts = new Map([
    ...(await findOffsets(session, sources, place.start)),
    ...(await findOffsets(session, [inlet], 'now')),
  ])
  const order = await settle(session, group, [...sources, inlet], starts, place)
  if (order !== undefined && order !== place.order) {
    differences.push(
      `subscription ${place.name} (group ${group}) is there with order ${order}, not ${place.order}; ` +
        'give it another name, or end all of its instances and delete the group',
    )
    return undefined
  }
  const startsById = new Map([...sources, inlet].map(({ id, name }) => [id, starts.get(name) ?? new Map()]))
  return { group, topics: [...wanted.keys(), redriven.name], starts: startsById }
}

/** Commits a position where there is none; answers with the order that those have that are there. */
async function settle(
  session: Session,
  group: string,
  topics: readonly Topic[],
  starts: Offsets,
  place: SubscriptionPlace,
): Promise<'none' | 'per-key' | undefined> {
  const indexes = new Map(topics.map(({ name, leaders }) => [name, leaders.map((_, index) => index)]))
  return trying(session, async () => {
    const committed = await findCommitted(session, session.links, group, indexes)
    const there = [...committed.values()].flatMap((topic) => [...topic.values()])
    const missing: Offsets = new Map(
      [...starts].flatMap(([name, offsets]) => {
        const open = [...offsets].filter(([index]) => !committed.get(name)?.has(index))
        return open.length === 0 ? [] : [[name, new Map(open)] as const]
      }),
    )
    const order = there
      .map(({ offset, metadata }) => readMarks(offset, metadata).order)
      .find((each) => each !== undefined)
    if (missing.size === 0 || (order !== undefined && order !== place.order)) return order
    const metadata = writeMarks(0n, { reach: 0n, counts: new Map(), order: place.order })
    const code = await commitOffsets(session, group, missing, metadata)
    // Others are members already: only one of them may commit.
    if (memberOnly.includes(code)) await commitAsMember(session, group, missing, metadata)
    else if (code !== codes.none) refuse(session, group, code)
    return order
  })
}

const memberOnly: readonly number[] = [codes.unknownMemberId, codes.staleMemberEpoch, 22, 27]

/** Joins for a moment, wanting nothing, so that nothing moves. */
async function commitAsMember(session: Session, group: string, offsets: Offsets, metadata: string): Promise<void> {
  const memberId = randomUUID()
  const beat = async (epoch: number) => {
    const coordinator = await session.cluster.coordinator('group', group)
    const question = [group, memberId, epoch, null, null, 5_000, [], null, null, []] as const
    return session.links.ask(coordinator, apis.groupHeartbeat, [...question] as never)
  }
  const { memberEpoch } = await beat(0)
  try {
    const code = await commitOffsets(session, group, offsets, metadata, { memberId, epoch: memberEpoch })
    if (code !== codes.none) refuse(session, group, code)
  } finally {
    await beat(-1).catch(() => {})
  }
}

function refuse(session: Session, group: string, code: number): never {
  session.cluster.forgetCoordinator('group', group)
  const what = `the position of group ${group} cannot be committed (Kafka error ${code})`
  throw isPassingCode(code) || code === codes.staleMemberEpoch ? new Unreachable(what) : new Error(what)
}
