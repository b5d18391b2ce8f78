export { isNotAccepted, NotAccepted } from '../error/not-accepted.js'
export { isPayloadTooLarge, PayloadTooLarge } from '../error/payload-too-large.js'
export { isTopologyMismatch, TopologyMismatch } from '../error/topology-mismatch.js'
export { isUndecodableMessage, UndecodableMessage } from '../error/undecodable-message.js'
export { type BinaryForm, type BinaryMessage, readBinary, writeBinary } from '../message/binary.js'
export type { Attributes, AttributeValue, Message } from '../message/message.js'
export { percentDecode, percentEncode } from '../message/percent.js'
export { announcedBy, readStructured, structuredType, writeStructured } from '../message/structured.js'
export { type AddressWord, addressOf, wordsOf } from './address-words.js'
export type { Answer } from './answer.js'
export { type Bindings, bindingsFor, type PlaceBindings, type ProtocolBindings } from './bindings.js'
export { BindingsNotice, type BindingsNoticeOptions } from './bindings-notice.js'
export type { Carried } from './carried.js'
export { type Clock, systemClock } from './clock.js'
export type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetterReason, DeadLetters } from './dead-letter.js'
export type { Capability, Features, StartFeature } from './features.js'
export type { Holding, Trace, Wire } from './holding.js'
export type { Intake } from './intake.js'
export { addressMatcher, addressPattern, isAddressFamily } from './match-address.js'
export type { Place, Source, StartPosition, SubscriptionPlace, Topology } from './place.js'
export { addressOfServer, type Server, type ServerReading } from './server.js'
export { sleep } from './sleep.js'
export type {
  CarryOptions,
  Connection,
  ConnectOptions,
  Outgoing,
  Transport,
  TransportHealth,
} from './transport.js'
