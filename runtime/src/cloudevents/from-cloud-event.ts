import type { EventClass, EventOf } from '../event/event-class.js'
import { isJson } from '../message/media-type.js'
import type { Message } from '../message/message.js'
import { headersIn } from '../message/message-headers.js'
import { readAttributes } from '../message/read-attributes.js'
import { toUtf8 } from '../message/utf8.js'
import type { CloudEventObject } from './cloud-event.js'
import { decodeAs, type ReadOptions } from './decode-as.js'

/**
 * The event in a `CloudEvent` of the `cloudevents` package, or in a plain object like it. Of several classes the
 * one of its type is taken. Throws `UndecodableMessage`, `UnsupportedContentType` or `InvalidEvent`.
 */
export const fromCloudEvent = <C extends EventClass>(
  classes: C | readonly C[],
  cloudEvent: CloudEventObject,
  options?: ReadOptions,
): EventOf<C> => decodeAs(classes, toMessage(cloudEvent), options)

const toMessage = (cloudEvent: CloudEventObject): Message => {
  const attributes = readAttributes(Object.entries(cloudEvent).filter(([name]) => !/^data(?:_base64)?$/.test(name)))
  const headers = headersIn(attributes)
  const data = readData(cloudEvent, attributes.datacontenttype)
  return { attributes, ...(headers && { headers }), ...(data && { data }) }
}

const readData = ({ data, data_base64 }: CloudEventObject, contentType = 'application/json') => {
  if (typeof data_base64 === 'string') return new Uint8Array(Buffer.from(data_base64, 'base64'))
  if (data === undefined) return undefined
  // The package hands bytes over in arrays of several widths, one byte to each item.
  if (ArrayBuffer.isView(data)) return Uint8Array.from(data as Uint8Array)
  return toUtf8(typeof data === 'string' && !isJson(contentType) ? data : JSON.stringify(data))
}
