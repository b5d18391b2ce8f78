import type { AnyEvent } from '../event/any-event.js'
import { type EncodeOptions, encodeEvent } from '../message/encode-event.js'
import { structure } from '../message/structure.js'
import type { CloudEventObject } from './cloud-event.js'

/**
 * An event as the `cloudevents` package takes it: `new CloudEvent(toCloudEvent(event))`. Its data is the event's
 * own, deeply frozen. Throws as publishing would: `UnsupportedContentType`, or `InvalidEvent` without a source.
 */
export const toCloudEvent = <E extends AnyEvent>(
  event: E,
  options: EncodeOptions = {},
): CloudEventObject<E['data']> => {
  const { attributes } = encodeEvent(event, options)
  return { ...structure(event, attributes.source), ...attributes } as CloudEventObject<E['data']>
}
