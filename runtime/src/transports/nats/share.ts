import type { ConsumerPlace } from './consumers.js'
import type { Tap } from './tap.js'

/** How long a consumer is asked for what may come. */
const longMs = 20_000
/** How long for more than one message, where room is shared with other consumers. */
const sharedMs = 2_000
/** How long one is asked that others wait behind. */
const turnMs = 1_000
/** How long until each partition had its turn. */
const roundMs = 400
/** How many, one after the other, of a partition. */
const inTurn = 32

/**
 * Divides the room for messages among a subscription's consumers: each is asked for one, those that something came of
 * for as many as the bus wants. Where there are more of them than room they take turns.
 */
export function share(taps: readonly Tap[], room: number, wanted: number): void {
  const idle = taps.filter((tap) => tap.outstanding === 0).sort((one, other) => one.askedAt - other.askedAt)
  if (room < idle.length) {
    for (const tap of idle.slice(0, Math.max(0, room))) tap.ask(1, turnMs / taps.length)
    return
  }
  const lively = taps.length === 1 ? idle : idle.filter((tap) => tap.isLively)
  const quiet = idle.filter((tap) => !lively.includes(tap))
  for (const tap of quiet) tap.ask(1, longMs)
  const most = Math.max(lively.length, Math.min(room - quiet.length, wanted))
  for (const [index, tap] of lively.entries()) {
    const batch = Math.floor(most / lively.length) + (index < most % lively.length ? 1 : 0)
    tap.ask(batch, taps.length > 1 && batch > 1 ? sharedMs : longMs)
  }
}

/**
 * Asks the consumers of partitions, each of which gives no more than one message at a time, however many it is asked
 * for. Where fewer may be held than there are consumers they take turns.
 */
export function takeTurns(
  taps: readonly Tap[],
  occupied: ReadonlySet<ConsumerPlace>,
  room: number,
  prefetch: number,
): void {
  const idle = taps.filter((tap) => tap.outstanding === 0)
  if (prefetch >= taps.length) {
    for (const tap of idle) tap.ask(inTurn, longMs)
    return
  }
  const free = idle.filter(({ place }) => !occupied.has(place)).sort((one, other) => one.askedAt - other.askedAt)
  for (const tap of free.slice(0, Math.max(0, room))) tap.ask(inTurn, roundMs / taps.length)
}
