export { AggregateRoot, type RaisedEvent } from './aggregate/aggregate-root.js'
export type { Outbox, RecordedEvent } from './aggregate/outbox.js'
export type { Repository } from './aggregate/repository.js'
export { transportOutbox } from './aggregate/transport-outbox.js'
export { UnitOfWork, type UnitOfWorkOptions, type Work } from './aggregate/unit-of-work.js'
export type {
  Bus,
  BusHealth,
  BusState,
  CloseOptions,
  IdleReport,
  InMemoryBus,
} from './bus/bus.js'
export type { BusOptions, HandlerKey, Resolve, ResolvedHandler } from './bus/bus-options.js'
export { createBus } from './bus/create-bus.js'
export type { BusDeadLetters, DeadLetterSelection } from './bus/dead-letters.js'
export type { HandlerToken } from './bus/handler-token.js'
export type { Outlet, OutletTransport, Prepared } from './bus/outlet.js'
export type { ChannelChoice, SubscribeOptions } from './bus/subscribe-options.js'
export type { Codec, Violation } from './codec/codec.js'
export type { Problem, Validate, ValidationMode } from './codec/validate.js'
export type { Delivery } from './delivery/delivery.js'
export type {
  Circumstances,
  DeadLettered,
  Failed,
  Handled,
  Published,
  Received,
  Redriven,
  Skipped,
} from './delivery/facts.js'
export type { Hooks } from './delivery/hooks.js'
export type { DeliveryOptions, RetryOptions } from './delivery/policy.js'
export type { Sending, Sent } from './delivery/sending.js'
export type { SubscriptionHealth } from './delivery/subscription-health.js'
export { BusClosing, isBusClosing } from './error/bus-closing.js'
export { BusNotOpen, isBusNotOpen } from './error/bus-not-open.js'
export { DispatchFailed, isDispatchFailed } from './error/dispatch-failed.js'
export { HandlerTimedOut, isHandlerTimedOut } from './error/handler-timed-out.js'
export { HoldingLost, isHoldingLost } from './error/holding-lost.js'
export { InvalidDestination, isInvalidDestination } from './error/invalid-destination.js'
export { InvalidEvent, isInvalidEvent } from './error/invalid-event.js'
export { InvalidSubscription, isInvalidSubscription } from './error/invalid-subscription.js'
export { isMissingUpcaster, MissingUpcaster } from './error/missing-upcaster.js'
export { isNonRetryable, NonRetryable } from './error/non-retryable.js'
export { isNotAccepted, NotAccepted } from './error/not-accepted.js'
export { isPayloadTooLarge, PayloadTooLarge } from './error/payload-too-large.js'
export { isPublishFailed, PublishFailed } from './error/publish-failed.js'
export { isRedeliveredTooOften, RedeliveredTooOften } from './error/redelivered-too-often.js'
export { isTidingsError, TidingsError } from './error/tidings-error.js'
export { isTopologyMismatch, TopologyMismatch } from './error/topology-mismatch.js'
export { isUndecodableMessage, UndecodableMessage } from './error/undecodable-message.js'
export { isUnsupportedCapability, UnsupportedCapability } from './error/unsupported-capability.js'
export { isUnsupportedContentType, UnsupportedContentType } from './error/unsupported-content-type.js'
export type { AnyEvent } from './event/any-event.js'
export { isEvent } from './event/brand.js'
export type { Destination, DestinationArguments } from './event/destination.js'
export { Event } from './event/event.js'
export type { EventClass, EventOf } from './event/event-class.js'
export type { EventContext } from './event/event-context.js'
export type { ChannelDescriptor, EventDescriptor, EventLocation } from './event/event-descriptor.js'
export type { EventHandler, Handler } from './event/event-handler.js'
export type { EventShape } from './event/event-shape.js'
export type { Publishing } from './event/publishing.js'
export { type EventDefaults, withEventDefaults } from './event/scope.js'
export type { Subscribing } from './event/subscribing.js'
export { type Upcaster, type Upcasting, upcaster } from './event/upcaster.js'
export type { HandledEvent, Inbox } from './inbox/inbox.js'
export type { FieldsPlace, Logger } from './logging/logger.js'
export { type LoggingOptions, logging } from './logging/logging.js'
export type { Attributes, AttributeValue, Message } from './message/message.js'
export type { DeadLetter, DeadLetterDetails, DeadLetterReason } from './transport/dead-letter.js'
export type { StartPosition } from './transport/place.js'
export type { Transport, TransportHealth } from './transport/transport.js'
