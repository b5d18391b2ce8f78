import { messageOrReason } from '../../transport/message-or-reason.js'
import { wireOf } from './holding.js'
import { own } from './property-names.js'
import type { Received } from './received.js'
import { decodeValue, readKey, readMessage } from './wire.js'

/**
 * Which of a subscription's sessions a message is for, of as many: those of one key have one, where they are handled in
 * order. Every session gets every message, so this is asked often; the payload is read only where nothing else tells.
 */
export function partOf(packet: Received, sessions: number, isOrdered: boolean): number {
  const told = packet.find(names.session)
  const session = told === undefined ? Number.NaN : Number(decodeValue(told.toString()))
  if (Number.isInteger(session) && session >= 0) return session % sessions
  if (sessions === 1) return 0
  const key = isOrdered ? keyOf(packet) : undefined
  if (key !== undefined) return hash(key) % sessions
  const id = isOrdered ? undefined : packet.find(names.id)
  if (id !== undefined) return hash(packet.find(names.source) ?? nothing, space, id) % sessions
  const wire = wireOf(packet)
  const { message } = messageOrReason(() => readMessage(wire))
  const inside = isOrdered ? readKey(wire.properties, message) : undefined
  if (inside !== undefined) return hash(Buffer.from(inside)) % sessions
  if (message === undefined) return 0
  const { source, id: said } = message.attributes
  return hash(Buffer.from(source), space, Buffer.from(said)) % sessions
}

/** Ours, else the event's. */
function keyOf(packet: Received): Uint8Array | undefined {
  const key = packet.find(names.key)
  return key === undefined ? packet.find(names.partitionkey) : Buffer.from(decodeValue(key.toString()))
}

/** FNV-1a, mixed once more: its low bits alone are alike for texts that are. */
function hash(...parts: readonly Uint8Array[]): number {
  let value = 0x811c9dc5
  for (const part of parts) {
    for (let at = 0; at < part.length; at++) value = Math.imul(value ^ (part[at] as number), 0x01000193) >>> 0
  }
  return (value ^ (value >>> 15)) >>> 0
}

const names = {
  session: Buffer.from(own.session),
  key: Buffer.from(own.key),
  partitionkey: Buffer.from('partitionkey'),
  id: Buffer.from('id'),
  source: Buffer.from('source'),
}
const space = Buffer.from(' ')
const nothing = new Uint8Array(0)
