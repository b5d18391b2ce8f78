import type { DeadLetter, DeadLetterDetails } from '../../transport/dead-letter.js'
import { readDetails, writeDetails } from '../../transport/dead-letter-headers.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Bytes } from './client.js'
import { own } from './field-names.js'
import { type RedisHolding, readPlace } from './holding.js'
import { fieldOf, type RedisWire, readKey, readMessage, wireOf } from './wire.js'

/** What of ours goes with a dead letter when it comes again; how often that was is counted anew. */
export const staysWhenRedriven: readonly string[] = [own.key, own.address, own.family, own.application]

/** The fields of the original as they are, byte for byte, and behind them what befell it. */
export function writeDeadLetter(holding: RedisHolding, details: DeadLetterDetails, subscription: string): Bytes[] {
  const { place, redrives, stream, id } = holding
  const told: Record<string, string | number | undefined> = {
    [own.address]: place.address,
    [own.family]: place.family,
    [own.application]: place.application,
    [own.subscription]: subscription,
    [own.stream]: stream.key,
    [own.entry]: id,
    ...writeDetails(details, redrives),
  }
  return [
    ...originalFields(holding.entry),
    ...Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
  ]
}

export function readDeadLetter(id: string, entry: readonly Buffer[]): DeadLetter {
  const told = wireOf(entry)
  const read = (name: string) => fieldOf(told.fields, name)
  const original: RedisWire = wireOf(originalFields(entry))
  const { message } = messageOrReason(() => readMessage(original))
  const key = readKey(original, message)
  return {
    id,
    ...readDetails(read),
    place: readPlace(told),
    ...(key !== undefined && { key }),
    ...(message === undefined ? { wire: foreignWire(original) } : { message }),
  }
}

const foreignWire = ({ fields, body }: RedisWire) => ({ headers: Object.fromEntries(fields), ...(body && { body }) })

/** Without ours, but for the key. */
function originalFields(entry: readonly Buffer[]): Buffer[] {
  return entry.filter((_, at) => {
    const name = String(entry[at - (at % 2)]).toLowerCase()
    return !name.startsWith('tidings-') || name === own.key
  })
}
