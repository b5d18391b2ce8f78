import type { Attributes } from '../message/message.js'
import type { Outgoing } from '../transport/transport.js'
import type { Stage } from './stage.js'

/** A message to the address of the check's events. Data is `{"key":"a","number":1}` unless given; `undefined` is none. */
export function outgoing(stage: Stage, options: OutgoingOptions): Outgoing {
  const { id, key = 'a', attributes, headers } = options
  const data = 'data' in options ? options.data : encodeText(JSON.stringify({ key, number: 1 }))
  return {
    place: { address: stage.address },
    key,
    message: {
      attributes: {
        specversion: '1.0',
        id,
        source: 'conformance',
        type: stage.events.Noted.type,
        datacontenttype: 'application/json',
        ...attributes,
      },
      ...(headers === undefined ? {} : { headers }),
      ...(data === undefined ? {} : { data }),
    },
  }
}

export interface OutgoingOptions {
  readonly id: string
  readonly key?: string
  readonly data?: Uint8Array | undefined
  readonly attributes?: Partial<Attributes>
  readonly headers?: Readonly<Record<string, unknown>>
}

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text)
