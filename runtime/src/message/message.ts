/**
 * An encoded event: its CloudEvents context attributes and the bytes of its data. Transports carry messages
 * and know nothing of events.
 */
export interface Message {
  readonly attributes: Attributes
  /** The message's own headers (AsyncAPI `headers`), as JSON values. */
  readonly headers?: Readonly<Record<string, unknown>>
  /** Absent where the event has no data. */
  readonly data?: Uint8Array
}

/**
 * CloudEvents 1.0.2 context attributes, extensions among them. Names are lower-case letters and digits
 * (section "Attribute Naming Convention"); a URI or a timestamp is its canonical string.
 */
export interface Attributes {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly time?: string
  readonly subject?: string
  readonly datacontenttype?: string
  readonly dataschema?: string
  readonly [extension: string]: AttributeValue | undefined
}

export type AttributeValue = string | number | boolean | Uint8Array
