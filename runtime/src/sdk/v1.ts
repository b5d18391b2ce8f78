/**
 * What generated code imports, and nothing else does: frozen. What stands here keeps its name, its parameters
 * and its meaning for as long as there is a `v1`; it may only grow.
 *
 * @module
 */
export type { Codec, Violation } from '../codec/codec.js'
export { jsonCodec } from '../codec/json-codec.js'
export { unsupportedCodec } from '../codec/unsupported-codec.js'
export type { Problem, Validate, ValidationMode } from '../codec/validate.js'
export type { AnyEvent } from '../event/any-event.js'
export { channelAddress } from '../event/channel-address.js'
export { defineEvent } from '../event/define-event.js'
export type { Destination, DestinationArguments } from '../event/destination.js'
export { Event } from '../event/event.js'
export type { EventClass } from '../event/event-class.js'
export type { EventContext } from '../event/event-context.js'
export type { ChannelDescriptor, EventDescriptor, EventLocation } from '../event/event-descriptor.js'
export type { EventHandler, Handler } from '../event/event-handler.js'
export type { EventShape } from '../event/event-shape.js'
export type { Publishing } from '../event/publishing.js'
export type { RegisteredEvent } from '../event/registered-event.js'
export type { Subscribing } from '../event/subscribing.js'
export type { Upcaster } from '../event/upcaster.js'
export { escaped } from '../serialiser/escaped.js'
export { items } from '../serialiser/items.js'
export { members } from '../serialiser/members.js'
export { createValidator, type Judge } from '../validation/create-validator.js'
export { equal } from '../validation/equal.js'
export { fault, missing, pointerToken } from '../validation/fault.js'
export {
  formatByte,
  formatDate,
  formatDateTime,
  formatDuration,
  formatEmail,
  formatHostname,
  formatInt32,
  formatInt64,
  formatIpv4,
  formatIpv6,
  formatIsoDateTime,
  formatIsoTime,
  formatJsonPointer,
  formatJsonPointerUriFragment,
  formatRegex,
  formatRelativeJsonPointer,
  formatTime,
  formatUri,
  formatUriReference,
  formatUriTemplate,
  formatUuid,
} from '../validation/formats/index.js'
export { multipleOf } from '../validation/multiple-of.js'
export { repeatedItem } from '../validation/repeated-item.js'
export { ucs2length } from '../validation/ucs2length.js'
export { type MachineCode, validator } from '../validation/validator.js'
