import { jsonCodec } from '../codec/json-codec.js'
import type { Validate } from '../codec/validate.js'
import { defineEvent } from '../event/define-event.js'
import { Event } from '../event/event.js'

/** What the events of the suite carry. */
export interface NoteData {
  readonly key: string
  readonly number: number
  readonly text?: string
}

const validate: Validate = (value) => {
  const { number } = Object(value) as { number?: unknown }
  if (typeof number === 'number') return undefined
  return [{ pointer: '/number', message: `Invalid type: expected number but received ${number}`, keyword: 'type' }]
}

/** Event classes with an address that no other check uses. */
export function eventsAt(address: string) {
  const channels = { notes: { address } }
  const key = { in: 'payload', path: ['key'] } as const
  const codec = jsonCodec({ data: validate })

  class Noted extends Event<{ type: 'tidings.conformance.noted'; data: NoteData }> {
    static readonly type = 'tidings.conformance.noted'
    static readonly descriptor = defineEvent<Noted>({
      name: 'Noted',
      type: this.type,
      kind: 'integration',
      key,
      channels,
      codec,
    })
  }

  class Struck extends Event<{ type: 'tidings.conformance.struck'; data: NoteData }> {
    static readonly type = 'tidings.conformance.struck'
    static readonly descriptor = defineEvent<Struck>({
      name: 'Struck',
      type: this.type,
      kind: 'integration',
      key,
      channels,
      codec,
    })
  }

  return { Noted, Struck }
}

export type ConformanceEvents = ReturnType<typeof eventsAt>
