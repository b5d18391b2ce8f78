import { createHash } from 'node:crypto'
import type { Source, StartPosition, SubscriptionPlace } from '../../transport/place.js'
import { apiCode, apiErrors, type ConsumerConfig, type ConsumerInfo, type Msg, nanos } from './client.js'
import { keyOf, readReply } from './holding.js'
import { nameOf } from './names.js'
import { ownStreams, streamOf } from './places.js'
import type { Session } from './session.js'
import { MismatchFound, type Streams } from './streams.js'

/** A durable consumer of the server's: the position of a subscription, or of one partition of it, in one stream. */
export interface ConsumerPlace {
  readonly stream: string
  readonly consumer: string
  /** Whether dead letters come again through it. */
  readonly isRedrive: boolean
  /** What of the stream is for it; everything where it is `undefined`. */
  readonly part: Partition | undefined
  readonly config: Partial<ConsumerConfig> & { readonly durable_name: string }
}

/** One of the parts, by key, of a subscription in order. */
export interface Partition {
  readonly index: number
  readonly of: number
}

/** What a subscription reads from. Makes the streams that it needs; gathers what is wrong with them in `differences`. */
export async function consumersOf(
  session: Session,
  streams: Streams,
  place: SubscriptionPlace,
  differences: string[],
): Promise<readonly ConsumerPlace[]> {
  const gather = (error: unknown) => {
    if (!(error instanceof MismatchFound)) throw error
    differences.push(...error.differences)
    return undefined
  }
  const byStream = new Map<string, Source[]>()
  for (const source of place.sources) {
    const stream = await streamOf(session, streams, source).catch(gather)
    if (stream !== undefined) byStream.set(stream, [...(byStream.get(stream) ?? []), source])
  }
  const { redriven } = ownStreams(session, place.application)
  const [inletSubject = ''] = redriven.subjects
  const inlet = await streams.holding(inletSubject, () => redriven).catch(gather)

  const parts = partitionsOf(session, place)
  const consumers: ConsumerPlace[] = [...byStream].flatMap(([stream, sources]) => {
    const filters = sources.map((source) => session.subjects.filterOf(source))
    return parts.map((part) => {
      const consumer = consumerName(place, part)
      const config = configOf(session, place, consumer, filters, place.start, part)
      return { stream, consumer, isRedrive: false, part, config }
    })
  })
  if (inlet === undefined) return consumers
  // One stream may hold both.
  const consumer = `${subscriptionId(place)}${redrivenEnding}`
  const filter = session.subjects.own('redriven', place.application ?? '', place.name)
  const config = configOf(session, place, consumer, [filter], 'beginning')
  return [...consumers, { stream: inlet, consumer, isRedrive: true, part: undefined, config }]
}

/** Whether a message of a consumer's is of its partition. What has no key is of any, by its position in the stream. */
export function belongsTo({ part }: ConsumerPlace, message: Msg): boolean {
  if (part === undefined || part.of === 1) return true
  const key = keyOf(message)
  const index = key === undefined ? readReply(message.reply ?? '').sequence % part.of : partOf(key, part.of)
  return index === part.index
}

/** Makes it, or compares it with what is there; answers with what differs. */
export async function declareConsumer(session: Session, place: ConsumerPlace): Promise<readonly string[]> {
  const { jsm, settings } = session
  const { stream, consumer, config } = place
  const mayCreate = settings.topology === 'create'
  const found = await findConsumer(session, place)
  if (found === undefined) {
    if (!mayCreate) return [`consumer ${consumer} of stream ${stream} is missing`]
    // Made the same way by two at once, it is one.
    await jsm.consumers.add(stream, config)
    return []
  }
  const differences = compare(found.config, config)
  const filters = filtersOf(found.config)
  const wanted = filtersOf(config)
  if (filters.join() !== wanted.join()) {
    if (!mayCreate) differences.push(`takes ${filters.join(', ')}; expected ${wanted.join(', ')}`)
    // A subscription that takes other events than before keeps its position.
    else if (differences.length === 0) await jsm.consumers.update(stream, consumer, filterOf(wanted))
  }
  return differences.map((difference) => `consumer ${consumer} of stream ${stream} ${difference}`)
}

/** Answers with other consumers of the subscription, which divide it otherwise: some events would be theirs alone. */
export async function strayConsumers(
  session: Session,
  place: SubscriptionPlace,
  consumers: readonly ConsumerPlace[],
): Promise<readonly string[]> {
  const dividing = consumers.filter(({ isRedrive }) => !isRedrive)
  const known = new Set(dividing.map(({ consumer }) => consumer))
  const id = subscriptionId(place)
  const strays: string[] = []
  for (const stream of new Set(dividing.map((each) => each.stream))) {
    for await (const { name, config } of session.jsm.consumers.list(stream)) {
      if (known.has(name) || name.endsWith(redrivenEnding) || config.metadata?.[mark] !== id) continue
      strays.push(
        `consumer ${name} of stream ${stream} divides subscription ${place.name} otherwise; expected ` +
          `${[...known].join(', ')}: stop its instances, let it run empty, and delete it`,
      )
    }
  }
  return strays
}

export async function findConsumer(session: Session, place: ConsumerPlace): Promise<ConsumerInfo | undefined> {
  try {
    return await session.jsm.consumers.info(place.stream, place.consumer)
  } catch (error) {
    if (apiCode(error) === apiErrors.consumerNotFound) return undefined
    throw error
  }
}

function configOf(
  { settings }: Session,
  place: SubscriptionPlace,
  name: string,
  filters: readonly string[],
  start: StartPosition,
  part?: Partition,
): ConsumerPlace['config'] {
  return {
    name,
    durable_name: name,
    description: `Subscription ${place.name} of ${place.application ?? 'an application without a name'} (Tidings)`,
    ack_policy: 'explicit',
    ack_wait: nanos(settings.leaseMs),
    // The bus counts deliveries, and parks.
    max_deliver: -1,
    // In order, nothing is handed out before what came earlier is settled. Else the instances ask for what they may hold.
    max_ack_pending: part === undefined ? -1 : 1,
    ...filterOf(filters),
    metadata: { [mark]: subscriptionId(place) },
    ...startOf(start),
  }
}

function startOf(start: StartPosition): Partial<ConsumerConfig> {
  if (start === 'now') return { deliver_policy: 'new' }
  if (start === 'beginning') return { deliver_policy: 'all' }
  return { deliver_policy: 'by_start_time', opt_start_time: start.toISOString() }
}

function compare(actual: ConsumerConfig, wanted: Partial<ConsumerConfig>): string[] {
  const differences: string[] = []
  for (const setting of ['ack_policy', 'ack_wait', 'max_deliver'] as const) {
    if (actual[setting] === wanted[setting]) continue
    differences.push(`has ${setting} ${actual[setting]}; expected ${wanted[setting]}`)
  }
  if (wanted.max_ack_pending === 1 && actual.max_ack_pending !== 1) {
    differences.push(`has max_ack_pending ${actual.max_ack_pending}; expected 1`)
  }
  if (actual.deliver_subject) differences.push(`pushes to ${actual.deliver_subject}; expected one that is pulled from`)
  return differences
}

/**
 * One alone is said to be one: of several, though they be one, nats-server 2.10 reads a whole block of the stream anew for
 * each message that has waited. Both settings are given, since an update keeps those that are not.
 */
function filterOf(filters: readonly string[]): Pick<ConsumerConfig, 'filter_subject' | 'filter_subjects'> {
  const [only = '', ...others] = [...filters].sort()
  if (others.length === 0) return { filter_subject: only, filter_subjects: [] }
  return { filter_subject: '', filter_subjects: [only, ...others] }
}

const filtersOf = ({ filter_subject: only, filter_subjects: several = [] }: Partial<ConsumerConfig>): string[] =>
  only ? [only] : [...several].sort()

const mark = 'tidings-subscription'
const redrivenEnding = '__redriven'

const subscriptionId = ({ application = '', name }: SubscriptionPlace) => nameOf(application, name)

const consumerName = (place: SubscriptionPlace, part: Partition | undefined): string =>
  part === undefined ? subscriptionId(place) : `${subscriptionId(place)}__${part.index}_of_${part.of}`

/** One that is `undefined` where no order is asked for. */
function partitionsOf({ settings }: Session, { order }: SubscriptionPlace): readonly (Partition | undefined)[] {
  if (order === 'none') return [undefined]
  return Array.from({ length: settings.partitions }, (_, index) => ({ index, of: settings.partitions }))
}

/** Which part a key belongs to. */
const partOf = (key: string, parts: number): number => createHash('md5').update(key).digest().readUInt32BE(0) % parts
