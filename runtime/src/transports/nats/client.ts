import type { ApiError, ConsumerConfig, ConsumerInfo, PubAck, StreamConfig, StreamInfo } from '@nats-io/jetstream'
import { JetStreamApiError } from '@nats-io/jetstream'
import type { Msg, MsgHdrs, NatsConnection, NodeConnectionOptions, Subscription } from '@nats-io/transport-node'
import { InvalidArgumentError, PermissionViolationError } from '@nats-io/transport-node'

// The one place that knows the NATS clients.
export { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream'
export { connect, createInbox, headers as createHeaders, nuid, PermissionViolationError } from '@nats-io/transport-node'
export type {
  ConsumerConfig,
  ConsumerInfo,
  Msg,
  MsgHdrs,
  NatsConnection,
  NodeConnectionOptions,
  StreamConfig,
  StreamInfo,
  Subscription,
}

/** What JetStream has stored, and whether it had it already; throws what it says against it. */
export function readPubAck(answer: Msg): { readonly isDuplicate: boolean } {
  const { error, stream, duplicate = false } = answer.json<Partial<PubAck> & { error?: ApiError }>()
  if (error !== undefined) throw new JetStreamApiError(error)
  if (!stream) throw new Error('what answers is no stream')
  return { isDuplicate: duplicate }
}

/** JetStream's own number of an error (`err_code`), where the server gave one. */
export const apiCode = (error: unknown): number | undefined =>
  error instanceof JetStreamApiError ? error.code : undefined

/** Those that we tell apart; nats-server, server/errors.json. */
export const apiErrors = {
  consumerNotFound: 10014,
  streamNotFound: 10059,
  streamNameInUse: 10058,
  subjectsOverlap: 10065,
  wrongLastSequence: 10071,
  noMessageFound: 10037,
} as const

/** Whether it may go better next time: the server is away, full, without a leader, starting. */
export const isPassing = (error: unknown): boolean =>
  error instanceof JetStreamApiError ? error.apiError().code === 503 : !isRefused(error)

/** Forbidden by the server, or by the client: more than the server takes at once. */
const isRefused = (error: unknown): boolean =>
  error instanceof PermissionViolationError ||
  error instanceof InvalidArgumentError ||
  (error instanceof Error && error.cause !== undefined && isRefused(error.cause))

export const nanos = (ms: number): number => Math.round(ms * 1_000_000)
