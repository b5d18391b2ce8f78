/** All that an event holds: the CloudEvents context, and what it carries. */
export interface EventFields {
  readonly id: string
  readonly source: string | undefined
  readonly type: string
  readonly time: string | undefined
  readonly subject: string | undefined
  readonly datacontenttype: string | undefined
  readonly dataschema: string | undefined
  readonly data: unknown
  readonly headers: unknown
  readonly extensions: Extensions
}

/** CloudEvents extension attributes; bytes are their base64 text. */
export type Extensions = Readonly<Record<string, string | number | boolean>>
