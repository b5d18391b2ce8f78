import type { Location, Place } from '@tidings/contract'
import { nameContract, needsDestination, sendChannels } from '@tidings/templates'
import { type Change, change, type EventPair } from './change.js'
import type { ComparedContract } from './compared-contract.js'
import type { MatchedContracts } from './match-contracts.js'

/** What changed in the events of two contracts but for their data. */
export function compareEvents(before: ComparedContract, after: ComparedContract, matched: MatchedContracts): Change[] {
  const { pairs, removed, added } = matched.events
  const names = { before: nameContract(before.contract), after: nameContract(after.contract) }
  const olds = new Set(before.contract.events.map(({ name }) => name))
  const news = new Set(after.contract.events.map(({ name }) => name))
  return [
    ...removed.map((event) => {
      const { name, version, type, origin, channels } = event
      const about = { place: placeOfChannel(channels), was: before.places.ofOrigin(origin) }
      return version !== undefined && news.has(name)
        ? change('version-removed', { event: name, version }, about)
        : change('event-removed', { event: event.id, type }, about)
    }),
    ...added.map((event) => {
      const { name, version, type, origin } = event
      const about = { place: after.places.ofOrigin(origin) }
      return version !== undefined && olds.has(name)
        ? change('version-added', { event: name, version }, about)
        : change('event-added', { event: event.id, type }, about)
    }),
    ...pairs.flatMap((pair) => [
      ...compareAttributes(pair, before, after),
      ...compareClassNames(pair),
      ...compareDestinations(pair, before, after),
    ]),
  ]

  /** Where what is gone stood among the rest. */
  function placeOfChannel(channels: readonly string[]): Place {
    const channel = matched.channels.pairs.find((pair) => channels.includes(pair.before.id))?.after
    return channel === undefined ? after.root : after.places.ofOrigin(channel.origin)
  }

  function compareClassNames(pair: EventPair): Change[] {
    const was = names.before.event(pair.before.id).className
    const is = names.after.event(pair.after.id).className
    if (is === was) return []
    return [change('class-renamed', { event: pair.after.id, is, was }, placesOf(pair, before, after))]
  }
}

function compareAttributes(pair: EventPair, before: ComparedContract, after: ComparedContract): Change[] {
  const { before: old, after: now } = pair
  const event = now.id
  const changes: Change[] = []
  const tell = (
    rule:
      | 'event-type-changed'
      | 'event-source-changed'
      | 'event-subject-changed'
      | 'event-kind-changed'
      | 'content-type-changed'
      | 'envelope-changed'
      | 'correlation-changed'
      | 'event-key-changed',
    was: string | undefined,
    is: string | undefined,
    ...tokens: readonly string[]
  ) => {
    if (is !== was)
      changes.push(change(rule, { event, is: is ?? 'none', was: was ?? 'none' }, placesOf(pair, before, after, tokens)))
  }
  tell('event-type-changed', old.type, now.type, 'x-event', 'type')
  if (old.source !== undefined && now.source !== undefined) {
    tell('event-source-changed', old.source, now.source, 'x-event', 'source')
  }
  tell('event-subject-changed', placed(old.subject), placed(now.subject), 'x-event', 'subject')
  if (old.key === undefined && now.key !== undefined) {
    const holes = { event, is: placed(now.key) ?? '' }
    changes.push(change('event-key-added', holes, placesOf(pair, before, after, ['x-event', 'key'])))
  } else tell('event-key-changed', placed(old.key), placed(now.key), 'x-event', 'key')
  tell('event-kind-changed', article(old.kind), article(now.kind), 'x-event', 'kind')
  tell('content-type-changed', old.contentType, now.contentType, 'contentType')
  tell('envelope-changed', envelope(old.cloudEvents), envelope(now.cloudEvents), 'payload')
  tell('correlation-changed', placed(old.correlation), placed(now.correlation), 'correlationId')
  if (now.deprecated && !old.deprecated) {
    changes.push(change('event-deprecated', { event }, placesOf(pair, before, after, ['deprecated'])))
  }
  return changes
}

/** Who publishes an event must say where to, and did not have to. */
function compareDestinations(pair: EventPair, before: ComparedContract, after: ComparedContract): Change[] {
  const [old, now] = [sendChannels(pair.before, before.contract), sendChannels(pair.after, after.contract)]
  if (old.length === 0 || now.length === 0 || !needsDestination(now)) return []
  const askedFor = (channels: typeof now) => [
    ...(channels.length > 1 ? ['the channel'] : []),
    ...channels.flatMap(({ missing }) => (missing.length > 0 ? ['parameters of the address'] : [])),
  ]
  const known = askedFor(old)
  const what = [...new Set(askedFor(now).filter((one) => !known.includes(one)))].join(' and ')
  if (what === '') return []
  return [change('destination-required', { event: pair.after.id, what }, placesOf(pair, before, after))]
}

const placesOf = (
  pair: EventPair,
  before: ComparedContract,
  after: ComparedContract,
  tokens: readonly string[] = [],
) => ({
  place: after.places.ofOrigin(pair.after.origin, ...tokens),
  was: before.places.ofOrigin(pair.before.origin, ...tokens),
})

const placed = (location: Location | string | undefined): string | undefined =>
  typeof location === 'object'
    ? [`$message.${location.in === 'payload' ? 'payload' : 'header'}#`, ...location.path].join('/')
    : location

const article = (kind: string): string => (kind === 'domain' ? 'a domain event' : 'an integration event')

const envelope = (form: string | undefined): string =>
  form === undefined
    ? 'bare'
    : form === 'structured'
      ? 'as a CloudEvent in its payload'
      : 'with CloudEvents attributes in its headers'
