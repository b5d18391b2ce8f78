import type { AnyEvent } from '../event/any-event.js'
import type { Attributes } from './message.js'
import { headersAttribute, headersText } from './message-headers.js'

/** The CloudEvents attributes of an event, those that are absent left out. */
export const attributesOf = <Source extends string | undefined>(
  event: AnyEvent,
  source: Source,
): Attributes & { readonly source: Source } =>
  Object.fromEntries(
    Object.entries({
      specversion: event.specversion,
      id: event.id,
      source,
      type: event.type,
      time: event.time,
      subject: event.subject,
      datacontenttype: event.datacontenttype,
      dataschema: event.dataschema,
      ...event.extensions,
    }).filter(([, value]) => value !== undefined),
  ) as Attributes & { readonly source: Source }

/** An event as a structured CloudEvent of plain JSON values. */
export const structure = (event: AnyEvent, source: string | undefined = event.source): Record<string, unknown> => ({
  ...attributesOf(event, source),
  ...(hasMembers(event.headers) && { [headersAttribute]: headersText(event.headers) }),
  ...(event.data !== undefined && { data: event.data }),
})

/** Whether there are headers to send. */
export const hasMembers = (headers: unknown): headers is Readonly<Record<string, unknown>> =>
  typeof headers === 'object' && headers !== null && Object.keys(headers).length > 0
