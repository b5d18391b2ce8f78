import type { KafkaRecord, RecordsBatch } from './client.js'
import type { Header, KafkaWire } from './wire.js'

/** One record of a partition. */
export interface LogRecord extends KafkaWire {
  readonly offset: bigint
  /** Milliseconds since 1970. */
  readonly timestamp: number
}

interface Aborted {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

/** What one answer holds of a partition: its records from an offset on, and where to go on reading. */
export interface Stretch {
  readonly records: readonly LogRecord[]
  readonly next: bigint
}

/** Without what belongs to Kafka itself, and without records of transactions that were aborted. */
export function recordsIn(batches: readonly RecordsBatch[], aborted: readonly Aborted[], from: bigint): Stretch {
  const records: LogRecord[] = []
  const waiting = aborted.toSorted((one, other) => (one.firstOffset < other.firstOffset ? -1 : 1))
  const abortedNow = new Set<bigint>()
  let next = from
  for (const batch of batches) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta)
    while (waiting[0] !== undefined && waiting[0].firstOffset <= last) {
      abortedNow.add(waiting[0].producerId)
      waiting.shift()
    }
    if (last >= next) next = last + 1n
    if ((batch.attributes & isControl) !== 0) {
      if (isAbort(batch)) abortedNow.delete(batch.producerId)
      continue
    }
    if ((batch.attributes & isTransactional) !== 0 && abortedNow.has(batch.producerId)) continue
    for (const record of batch.records) {
      const offset = batch.firstOffset + BigInt(record.offsetDelta)
      if (offset >= from) records.push(recordOf(record, offset, batch))
    }
  }
  return { records, next }
}

const isTransactional = 1 << 4
const isControl = 1 << 5
/** Then the time is the broker's, and stands in the batch. */
const isLogAppendTime = 1 << 3

/** The key of a control record: its version, and its type, of which 0 is an abort. */
const isAbort = ({ records }: RecordsBatch): boolean => records[0]?.key?.readInt16BE(2) === 0

function recordOf(record: KafkaRecord, offset: bigint, batch: RecordsBatch): LogRecord {
  const time = batch.attributes & isLogAppendTime ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta
  return {
    offset,
    timestamp: Number(time),
    key: record.key,
    value: record.value,
    headers: record.headers.map(([name, value]): Header => [name?.toString('utf8') ?? '', value ?? Buffer.alloc(0)]),
  }
}
