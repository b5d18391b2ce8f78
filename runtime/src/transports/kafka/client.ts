import {
  type API,
  addPartitionsToTxnV3,
  apiVersionsV3,
  Connection,
  type ConnectionOptions,
  consumerGroupHeartbeatV1,
  createTopicsV7,
  describeConfigsV4,
  endTxnV3,
  fetchV17,
  findCoordinatorV6,
  type GenericError,
  initProducerIdV4,
  listOffsetsV7,
  MultipleErrors,
  metadataV12,
  murmur2,
  offsetCommitV9,
  offsetFetchV9,
  produceV9,
  ResponseError,
} from '@platformatic/kafka'

export type { Broker, KafkaRecord, MessageRecord, RecordsBatch, SASLOptions } from '@platformatic/kafka'
// The one place that knows the Kafka client. Of it we use the protocol and the connection; who owns which partition, what
// is committed and in which order is sent is ours, since its consumer commits no metadata and joins again by itself.
export { Connection, type ConnectionOptions }

/** The requests that we make, each in a version that every Kafka from 4.0 on knows. */
export const apis = {
  addPartitionsToTxn: addPartitionsToTxnV3.api,
  apiVersions: apiVersionsV3.api,
  createTopics: createTopicsV7.api,
  describeConfigs: describeConfigsV4.api,
  endTxn: endTxnV3.api,
  fetch: fetchV17.api,
  findCoordinator: findCoordinatorV6.api,
  groupHeartbeat: consumerGroupHeartbeatV1.api,
  initProducerId: initProducerIdV4.api,
  listOffsets: listOffsetsV7.api,
  metadata: metadataV12.api,
  offsetCommit: offsetCommitV9.api,
  offsetFetch: offsetFetchV9.api,
  produce: produceV9.api,
} as const

export type Api<Question extends unknown[], Answer> = API<Question, Answer>

/** Asks one broker. Where the answer tells of errors in its parts, those are the caller's to look at. */
export function ask<Question extends unknown[], Answer>(
  connection: Connection,
  api: Api<Question, Answer>,
  question: Question,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answered = (error: Error | null, answer?: Answer) => {
      if (error instanceof ResponseError && hasParts(error)) resolve(error['response'] as Answer)
      else if (error) reject(error)
      else resolve(answer as Answer)
    }
    api(connection, ...question, answered)
  })
}

/** Its first error is of a part of the answer, and not of the whole of it. */
const hasParts = (error: ResponseError): boolean => error.errors.every(({ path }) => path !== '/' && path !== '')

/** Kafka's own number of an error, where it gave one for the whole of an answer. */
export function errorCode(error: unknown): number | undefined {
  if (error instanceof MultipleErrors) return (error.errors[0] as GenericError | undefined)?.['apiCode']
  return undefined
}

/** Those that we tell apart; org.apache.kafka.common.protocol.Errors. */
export const codes = {
  /** Something went wrong within the broker: it may or may not have done what it was asked for. */
  unknownServerError: -1,
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  requestTimedOut: 7,
  messageTooLarge: 10,
  metadataTooLarge: 12,
  networkException: 13,
  coordinatorLoading: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  recordListTooLarge: 18,
  notEnoughReplicas: 19,
  notEnoughReplicasAfterAppend: 20,
  unknownMemberId: 25,
  topicAuthorizationFailed: 29,
  topicAlreadyExists: 36,
  invalidReplicationFactor: 38,
  notController: 41,
  outOfOrderSequence: 45,
  duplicateSequence: 46,
  invalidProducerEpoch: 47,
  invalidTxnState: 48,
  invalidProducerIdMapping: 49,
  concurrentTransactions: 51,
  kafkaStorageError: 56,
  unknownProducerId: 59,
  fencedLeaderEpoch: 74,
  unknownLeaderEpoch: 75,
  offsetNotAvailable: 78,
  unstableOffsetCommit: 88,
  throttlingQuotaExceeded: 89,
  producerFenced: 90,
  unknownTopicId: 100,
  fencedMemberEpoch: 110,
  staleMemberEpoch: 113,
} as const

/** It may go better next time, and perhaps elsewhere. */
const passing: readonly number[] = [
  codes.unknownServerError,
  codes.unknownTopicOrPartition,
  codes.leaderNotAvailable,
  codes.notLeader,
  codes.requestTimedOut,
  8,
  9,
  codes.networkException,
  codes.coordinatorLoading,
  codes.coordinatorNotAvailable,
  codes.notCoordinator,
  codes.notEnoughReplicas,
  codes.notEnoughReplicasAfterAppend,
  codes.notController,
  codes.kafkaStorageError,
  codes.fencedLeaderEpoch,
  codes.unknownLeaderEpoch,
  codes.offsetNotAvailable,
  codes.unstableOffsetCommit,
  codes.throttlingQuotaExceeded,
  codes.unknownTopicId,
]

export const isPassingCode = (code: number): boolean => passing.includes(code)

/** Kafka's own partitioner: what everybody sends who knows the key of a message goes to one partition. */
export const partitionOf = (key: Uint8Array, partitions: number): number =>
  (murmur2(Buffer.from(key.buffer, key.byteOffset, key.byteLength)) & 0x7fffffff) % partitions

/** Beginning with what one record says to the broker, in a sentence for people. */
export function describeError(error: unknown): string {
  if (error instanceof MultipleErrors) return error.errors.map(describeError).join('; ')
  if (!(error instanceof Error)) return String(error)
  const { apiId, serverErrorMessage } = error as {
    readonly apiId?: string
    readonly serverErrorMessage?: string | null
  }
  const what = apiId === undefined ? error.message : `${serverErrorMessage ?? error.message} (${apiId})`
  return error.cause instanceof Error ? `${what} ${describeError(error.cause)}` : what
}
