import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf } from '../event/brand.js'
import type { EventDescriptor } from '../event/event-descriptor.js'
import { type BinaryForm, type BinaryMessage, putAttribute, writeBinary } from './binary.js'
import { type EncodeOptions, encodeEvent, sourceOf } from './encode-event.js'
import { hasMembers } from './structure.js'

/** What `writeBinary` makes of an event's message, without the message between. Throws as `encodeEvent` does. */
export const writeBinaryEvent = (
  event: AnyEvent,
  form: BinaryForm,
  options: EncodeOptions | undefined,
): BinaryMessage => {
  if (hasMembers(event.headers)) return writeBinary(encodeEvent(event, options), form)
  const descriptor = descriptorOf(event)
  const { id, time, subject, datacontenttype, dataschema, extensions } = event
  const headers: Record<string, string> = {}
  putAttribute(headers, 'specversion', '1.0', form)
  putAttribute(headers, 'id', id, form)
  for (const { name, text } of originOf(descriptor, sourceOf(event, options), form)) headers[name] = text
  if (time !== undefined) putAttribute(headers, 'time', time, form)
  if (subject !== undefined) putAttribute(headers, 'subject', subject, form)
  if (datacontenttype !== undefined) putAttribute(headers, 'datacontenttype', datacontenttype, form)
  if (dataschema !== undefined) putAttribute(headers, 'dataschema', dataschema, form)
  for (const name of Object.keys(extensions)) {
    const value = extensions[name]
    if (value !== undefined) putAttribute(headers, name, value, form)
  }
  return descriptor.codec.hasData ? { headers, body: descriptor.codec.encode(event.data) } : { headers }
}

interface Origin {
  readonly form: BinaryForm
  readonly source: string
  readonly headers: readonly { readonly name: string; readonly text: string }[]
}

/** Source and type, which are the same for almost all events of a class. */
const originOf = (descriptor: EventDescriptor, source: string, form: BinaryForm): Origin['headers'] => {
  const known = origins.get(descriptor)
  if (known?.source === source && known.form === form) return known.headers
  const written: Record<string, string> = {}
  putAttribute(written, 'source', source, form)
  putAttribute(written, 'type', descriptor.type, form)
  const headers = Object.entries(written).map(([name, text]) => ({ name, text }))
  origins.set(descriptor, { form, source, headers })
  return headers
}

const origins = new WeakMap<EventDescriptor, Origin>()
