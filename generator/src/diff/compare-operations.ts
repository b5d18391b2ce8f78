import type { Operation } from '@tidings/contract'
import { type Change, change, type Pair } from './change.js'
import { compareBindings } from './compare-bindings.js'
import { nameOf } from './compare-channels.js'
import type { ComparedContract } from './compared-contract.js'
import type { MatchedContracts } from './match-contracts.js'

/** What changed in what the application does. */
export function compareOperations(
  before: ComparedContract,
  after: ComparedContract,
  matched: MatchedContracts,
): Change[] {
  const { pairs, removed, added } = matched.operations
  const { formerly } = matched
  const kept = new Set(matched.events.pairs.map((pair) => pair.before.id))
  return [
    ...removed
      .filter((operation) => isWorthTelling(operation))
      .map((operation) =>
        change('operation-removed', holesOf(operation, before), {
          place: after.root,
          was: before.places.ofOrigin(operation.origin),
        }),
      ),
    ...added.map((operation) =>
      change('operation-added', holesOf(operation, after), { place: after.places.ofOrigin(operation.origin) }),
    ),
    ...pairs.flatMap((pair) => [
      ...compareAction(pair),
      ...compareEventsOf(pair),
      ...compareReply(pair),
      ...compareBindings(`operation ${pair.after.id}`, pair, before, after),
    ]),
  ]

  /** Of a channel that is gone itself, the operations need not be told one by one. */
  function isWorthTelling({ channel }: Operation): boolean {
    return matched.channels.pairs.some((pair) => pair.before.id === channel)
  }

  function compareAction(pair: Pair<Operation>): Change[] {
    const { before: old, after: now } = pair
    const operation = now.id
    const turned =
      old.action === now.action
        ? []
        : [change('operation-turned', { operation, is: now.action, was: old.action }, placesOf(pair, 'action'))]
    if (formerly.channel(now.channel) === old.channel) return turned
    const holes = { operation, is: channelName(now.channel, after), was: channelName(old.channel, before) }
    return [...turned, change('operation-moved', holes, placesOf(pair, 'channel'))]
  }

  /** What comes and goes with its channel is told there. */
  function compareEventsOf(pair: Pair<Operation>): Change[] {
    const { before: old, after: now } = pair
    if (formerly.channel(now.channel) !== old.channel) return []
    const [had, has] = [old.events, now.events.map(formerly.event)]
    const carried = channelOf(now.channel, after)?.events.map(formerly.event) ?? []
    const carriedBefore = channelOf(old.channel, before)?.events ?? []
    const holes = { operation: now.id, does: verb(now) }
    const left = had.filter((id) => !has.includes(id) && kept.has(id) && carried.includes(id))
    const joined = now.events.filter((id) => {
      const former = formerly.event(id)
      return !had.includes(former) && kept.has(former) && carriedBefore.includes(former)
    })
    return [
      ...left.map((event) => change('operation-event-removed', { ...holes, event }, placesOf(pair, 'messages'))),
      ...joined.map((event) => change('operation-event-added', { ...holes, event }, placesOf(pair, 'messages'))),
    ]
  }

  function compareReply(pair: Pair<Operation>): Change[] {
    const operation = pair.after.id
    const [old, now] = [pair.before.reply, pair.after.reply]
    const about = placesOf(pair, 'reply')
    if (old === undefined || now === undefined) {
      if (old === now) return []
      return [change(old === undefined ? 'reply-added' : 'reply-removed', { operation }, about)]
    }
    const [was, is] = [whereTo(old, before), whereTo(now, after)]
    const formerChannel = now.channel === undefined ? undefined : formerly.channel(now.channel)
    const moved =
      formerChannel !== old.channel || JSON.stringify(now.address) !== JSON.stringify(old.address)
        ? [change('reply-moved', { operation, is, was }, about)]
        : []
    const has = now.events.map(formerly.event)
    return [
      ...moved,
      ...now.events
        .filter((id) => !old.events.includes(formerly.event(id)))
        .map((event) => change('reply-event-added', { operation, event }, about)),
      ...old.events
        .filter((id) => !has.includes(id) && kept.has(id))
        .map((event) => change('reply-event-removed', { operation, event }, about)),
    ]
  }

  function placesOf(pair: Pair<Operation>, ...tokens: readonly string[]) {
    return {
      place: after.places.ofOrigin(pair.after.origin, ...tokens),
      was: before.places.ofOrigin(pair.before.origin, ...tokens),
    }
  }
}

const verb = ({ action }: Operation): string => (action === 'send' ? 'sends' : 'receives')

const channelOf = (id: string, { contract }: ComparedContract) => contract.channels.find((channel) => channel.id === id)

function channelName(id: string, contract: ComparedContract): string {
  const channel = channelOf(id, contract)
  return channel === undefined ? id : nameOf(channel)
}

const holesOf = (operation: Operation, contract: ComparedContract) => ({
  operation: operation.id,
  does: verb(operation),
  events: operation.events.join(', ') || 'no event',
  channel: channelName(operation.channel, contract),
})

function whereTo({ channel, address }: NonNullable<Operation['reply']>, contract: ComparedContract): string {
  if (channel !== undefined) return `channel ${channelName(channel, contract)}`
  if (address === undefined) return 'no channel'
  return [
    'the address at',
    `$message.${address.in === 'payload' ? 'payload' : 'header'}#/${address.path.join('/')}`,
  ].join(' ')
}
