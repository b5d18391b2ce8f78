import type { AnyEvent } from '../event/any-event.js'
import type { Attributes, AttributeValue } from './message.js'
import { headersAttribute, headersText } from './message-headers.js'

/** The CloudEvents attributes of an event, those that are absent left out. */
export const attributesOf = <Source extends string | undefined>(
  event: AnyEvent,
  source: Source,
): Attributes & { readonly source: Source } => {
  const { specversion, id, type, time, subject, datacontenttype, dataschema, extensions } = event
  const attributes: Record<string, AttributeValue> =
    source === undefined ? { specversion, id, type } : { specversion, id, source, type }
  if (time !== undefined) attributes['time'] = time
  if (subject !== undefined) attributes['subject'] = subject
  if (datacontenttype !== undefined) attributes['datacontenttype'] = datacontenttype
  if (dataschema !== undefined) attributes['dataschema'] = dataschema
  for (const name of Object.keys(extensions)) {
    const value = extensions[name]
    if (value !== undefined) attributes[name] = value
  }
  return attributes as Attributes & { readonly source: Source }
}

/** An event as a structured CloudEvent of plain JSON values. */
export const structure = (event: AnyEvent, source: string | undefined = event.source): Record<string, unknown> => ({
  ...attributesOf(event, source),
  ...(hasMembers(event.headers) && { [headersAttribute]: headersText(event.headers) }),
  ...(event.data !== undefined && { data: event.data }),
})

/** Whether there are headers to send. */
export const hasMembers = (headers: unknown): headers is Readonly<Record<string, unknown>> =>
  typeof headers === 'object' && headers !== null && Object.keys(headers).length > 0
