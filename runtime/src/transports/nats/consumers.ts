import { createHash } from 'node:crypto'
import type { Source, StartPosition, SubscriptionPlace } from '../../transport/place.js'
import { apiCode, apiErrors, type ConsumerConfig, type ConsumerInfo, nanos } from './client.js'
import { nameOf } from './names.js'
import { ownStreams, streamOf } from './places.js'
import type { Session } from './session.js'
import { MismatchFound, type Streams } from './streams.js'

/** A durable consumer of the server's: the position of a subscription, or of one part of it, in one stream. */
export interface ConsumerPlace {
  readonly stream: string
  readonly consumer: string
  /** Whether dead letters come again through it. */
  readonly isRedrive: boolean
  readonly config: Partial<ConsumerConfig> & { readonly durable_name: string }
}

/** What one subscription reads from, each part of it apart; a subscription without order has one part. */
export type SubscriptionParts = readonly (readonly ConsumerPlace[])[]

/** Makes the streams that it needs; gathers what is wrong with them in `differences`. */
export async function partsOf(
  session: Session,
  streams: Streams,
  place: SubscriptionPlace,
  differences: string[],
): Promise<SubscriptionParts> {
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
  const { redriven, leases } = ownStreams(session, place.application)
  if (place.order === 'per-key') await streams.holding(leases.subjects[0] ?? '', leases).catch(gather)
  const [inletSubject = ''] = redriven.subjects
  const inlet = await streams.holding(inletSubject, redriven).catch(gather)

  const count = place.order === 'per-key' ? session.settings.partitions : 1
  return Array.from({ length: count }, (_, part) => {
    const name = consumerName(session, place, part)
    // One stream may hold both.
    const inletName = `${name}${redrivenEnding}`
    const places: ConsumerPlace[] = [...byStream].map(([stream, sources]) => {
      const filters = sources.map((source) => session.subjects.filterOf(source))
      return { stream, consumer: name, isRedrive: false, config: configOf(session, place, name, filters, place.start) }
    })
    if (inlet === undefined) return places
    const filter = session.subjects.own('redriven', place.application ?? '', place.name)
    const config = configOf(session, place, inletName, [filter], 'beginning')
    return [...places, { stream: inlet, consumer: inletName, isRedrive: true, config }]
  })
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
    else if (differences.length === 0) await jsm.consumers.update(stream, consumer, { filter_subjects: wanted })
  }
  return differences.map((difference) => `consumer ${consumer} of stream ${stream} ${difference}`)
}

/** Answers with other consumers of the subscription, which divide it otherwise: some events would be theirs alone. */
export async function strayConsumers(
  session: Session,
  place: SubscriptionPlace,
  parts: SubscriptionParts,
): Promise<readonly string[]> {
  const consumers = parts.flat().filter(({ isRedrive }) => !isRedrive)
  const known = new Set(consumers.map(({ consumer }) => consumer))
  const id = subscriptionId(place)
  const strays: string[] = []
  for (const stream of new Set(consumers.map((each) => each.stream))) {
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
): ConsumerPlace['config'] {
  return {
    name,
    durable_name: name,
    description: `Subscription ${place.name} of ${place.application ?? 'an application without a name'} (Tidings)`,
    ack_policy: 'explicit',
    ack_wait: nanos(settings.leaseMs),
    // The bus counts deliveries, and parks.
    max_deliver: -1,
    // What is pending is bounded by what the instances ask for.
    max_ack_pending: -1,
    filter_subjects: [...filters].sort(),
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
  if (actual.deliver_subject) differences.push(`pushes to ${actual.deliver_subject}; expected one that is pulled from`)
  return differences
}

const filtersOf = (config: Partial<ConsumerConfig>): string[] =>
  [...(config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : []))].sort()

const mark = 'tidings-subscription'
const redrivenEnding = '__redriven'

const subscriptionId = ({ application = '', name }: SubscriptionPlace) => nameOf(application, name)

function consumerName({ settings }: Session, place: SubscriptionPlace, part: number): string {
  const { application = '', name, order } = place
  return order === 'none'
    ? nameOf(application, name)
    : `${nameOf(application, name)}__${part}_of_${settings.partitions}`
}

/** Which part a key belongs to; what has none belongs to the first. */
export function partOf(key: string | undefined, parts: number): number {
  if (key === undefined || parts === 1) return 0
  return createHash('md5').update(key).digest().readUInt32BE(0) % parts
}
