import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf } from '../event/brand.js'
import type { EventDescriptor } from '../event/event-descriptor.js'
import { quoted } from '../serialiser/escaped.js'
import { headersAttribute, headersText } from './message-headers.js'
import { hasMembers } from './structure.js'

/** All of a structured event but its data, and without the brace at its end: what `attributesOf` gives, as JSON. */
export const printContext = (event: AnyEvent, source: string): string => {
  const { id, time, subject, datacontenttype, dataschema, extensions, headers } = event
  let text = `{"specversion":"1.0","id":${quoted(id)}${originOf(descriptorOf(event), source)}`
  if (time !== undefined) text += `,"time":${quoted(time)}`
  if (subject !== undefined) text += `,"subject":${quoted(subject)}`
  if (datacontenttype !== undefined) text += `,"datacontenttype":${quoted(datacontenttype)}`
  if (dataschema !== undefined) text += `,"dataschema":${quoted(dataschema)}`
  for (const name of Object.keys(extensions)) {
    const value = extensions[name]
    // A name is of letters and digits.
    if (value !== undefined) text += `,"${name}":${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}`
  }
  return hasMembers(headers) ? `${text},"${headersAttribute}":${quoted(headersText(headers))}` : text
}

/** Source and type, which are the same for almost all events of a class. */
const originOf = (descriptor: EventDescriptor, source: string): string => {
  const known = origins.get(descriptor)
  if (known?.source === source) return known.text
  const text = `,"source":${quoted(source)},"type":${quoted(descriptor.type)}`
  origins.set(descriptor, { source, text })
  return text
}

const origins = new WeakMap<EventDescriptor, { readonly source: string; readonly text: string }>()
