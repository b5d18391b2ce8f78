import type { Contract, ContractEvent } from '@tidings/contract'
import type { EventClass, Validate } from '@tidings/runtime/sdk/v1'
import { addressMatcher } from '@tidings/runtime/transport'
import { closest } from '../command-line/closest.js'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { Judge } from '../judge/create-judge.js'

/** An event of the contract that a record may be. */
export interface Candidate {
  readonly event: ContractEvent
  readonly validateData?: Validate
  readonly validateHeaders?: Validate
  /** The class that a generated SDK would have of it, as far as reading goes. */
  readonly eventClass: EventClass
  /** The same without headers, for data that came without. */
  readonly dataClass: EventClass
}

export interface Candidates {
  /** Those that may be meant. */
  readonly chosen: readonly Candidate[]
  /** Those of the chosen that have this CloudEvents type. */
  ofType(type: string): readonly Candidate[] | undefined
  /** Those of the whole contract that have it. */
  known(type: string): readonly ContractEvent[]
  /** The type of the contract that was probably meant. */
  closestType(type: string): string | undefined
}

export interface Choice {
  /** Id, name or type of an event. */
  readonly event?: string | undefined
  /** Id or address of a channel, its parameters filled in or not. */
  readonly channel?: string | undefined
}

/** The events of a contract as candidates. Throws {@link WrongUsage} where event or channel are not in the contract. */
export async function createCandidates(contract: Contract, choice: Choice, judge: Judge): Promise<Candidates> {
  const make = await createMaker(contract, judge)
  const chosen = choose(contract, choice).map(make)
  const byType = new Map<string, Candidate[]>()
  for (const candidate of chosen) {
    byType.set(candidate.event.type, [...(byType.get(candidate.event.type) ?? []), candidate])
  }
  const types = contract.events.map(({ type }) => type)
  return {
    chosen,
    ofType: (type) => byType.get(type),
    known: (type) => contract.events.filter((event) => event.type === type),
    closestType: (type) => closest(type.slice(0, 200), types),
  }
}

async function createMaker({ schemas }: Contract, judge: Judge): Promise<(event: ContractEvent) => Candidate> {
  const [{ defineEvent, Event, jsonCodec }, { declaredHeaders }] = await Promise.all([
    import('@tidings/runtime/sdk/v1'),
    import('@tidings/templates'),
  ])
  const byName = new Map(schemas.map(({ name, schema }) => [name, schema]))
  return (event) => {
    const { id, type, kind, payload, headers } = event
    const data = payload === undefined ? {} : { data: judge(payload) }
    const own = headers === undefined ? {} : { headers: judge(headers) }
    const declared = declaredHeaders(headers, (name) => byName.get(name))
    const classFor = (codec: ReturnType<typeof jsonCodec>): EventClass =>
      class extends Event<{ type: string; data: unknown }> {
        static readonly type = type
        static readonly descriptor = defineEvent({
          name: id,
          type,
          kind,
          channels: {},
          codec,
          ...(declared.length > 0 && { headers: declared }),
        })
      }
    return {
      event,
      ...(data.data && { validateData: data.data }),
      ...(own.headers && { validateHeaders: own.headers }),
      eventClass: classFor(jsonCodec({ ...data, ...own })),
      dataClass: classFor(jsonCodec(data)),
    }
  }
}

function choose({ events, channels }: Contract, { event, channel }: Choice): readonly ContractEvent[] {
  const carried = channel === undefined ? undefined : new Set(channelOf(channels, channel).events)
  const onChannel = carried === undefined ? events : events.filter(({ id }) => carried.has(id))
  if (event === undefined) return onChannel
  const meant = namedEvents(events, event)
  const chosen = meant.filter((each) => onChannel.includes(each))
  if (chosen.length > 0) return chosen
  throw new WrongUsage(
    `the channel ${channel} does not carry ${event}; expected ${listOf(onChannel.map(({ id }) => id))}`,
  )
}

function namedEvents(events: readonly ContractEvent[], name: string): readonly ContractEvent[] {
  for (const property of ['id', 'type', 'name'] as const) {
    const found = events.filter((event) => event[property] === name)
    if (found.length > 0) return found
  }
  const names = events.flatMap(({ id, name, type }) => [id, name, type])
  throw new WrongUsage(
    `the contract has no event ${JSON.stringify(name)}; ${suggestion(
      name,
      names,
      events.map(({ id }) => id),
    )}`,
  )
}

function channelOf(channels: Contract['channels'], name: string): Contract['channels'][number] {
  const found =
    channels.find(({ id }) => id === name) ??
    channels.find(({ address }) => address === name) ??
    channels.find(({ address }) => address !== null && addressMatcher(address)(name))
  if (found !== undefined) return found
  const names = channels.flatMap(({ id, address }) => (address === null ? [id] : [id, address]))
  throw new WrongUsage(
    `the contract has no channel ${JSON.stringify(name)}; ${suggestion(
      name,
      names,
      channels.map(({ id }) => id),
    )}`,
  )
}

function suggestion(name: string, names: readonly string[], known: readonly string[]): string {
  const meant = closest(name, names)
  return meant === undefined ? `expected one of ${listOf(known)}` : `did you mean ${meant}?`
}

/** As many as a line holds. */
export function listOf(names: readonly string[]): string {
  const shown = [...new Set(names)].slice(0, 8)
  const left = new Set(names).size - shown.length
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ')
}
