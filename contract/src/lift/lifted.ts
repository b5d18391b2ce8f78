import type { JsonObject } from '../source/json-tree.js'

/**
 * A document in the shape of AsyncAPI 3, whatever version it was written in. Only what the versions write
 * differently is told here; the rest is read from `value`, the same in both.
 */
export interface Lifted {
  readonly servers: readonly LiftedServer[]
  readonly channels: readonly LiftedChannel[]
  readonly operations: readonly LiftedOperation[]
  /** Messages under `components` of the document's own file. */
  readonly components: readonly LiftedMessage[]
}

export interface LiftedServer {
  readonly id: string
  readonly host: string
  readonly pathname?: string
  readonly value: JsonObject
}

export interface LiftedChannel {
  readonly id: string
  readonly address: string | null
  readonly servers: readonly string[]
  readonly parameters: readonly LiftedParameter[]
  readonly messages: readonly LiftedMessage[]
  readonly value: JsonObject
}

export interface LiftedParameter {
  readonly name: string
  readonly enum?: readonly string[]
  readonly default?: string
  readonly value: JsonObject
}

export interface LiftedMessage {
  /** Its key in the channel's messages (3.x) or its `messageId` (2.x). */
  readonly key?: string
  /** As it stands at the end of its references, before traits. One message is one object. */
  readonly message: JsonObject
}

export interface LiftedOperation {
  readonly id: string
  /** A name given by the author: the key under `operations`, or the `operationId`. */
  readonly name?: string
  readonly action: 'send' | 'receive'
  /** Id of the channel. */
  readonly channel: string
  readonly messages: readonly JsonObject[]
  readonly reply?: LiftedReply
  /** With traits applied. */
  readonly value: JsonObject
}

export interface LiftedReply {
  readonly channel?: string
  /** The runtime expression that says where the reply goes. */
  readonly location?: string
  readonly messages: readonly JsonObject[]
}
