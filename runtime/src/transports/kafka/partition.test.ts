import { expect, test } from 'vitest'
import { systemClock } from '../../transport/clock.js'
import type { KafkaHolding } from './holding.js'
import { readMarks } from './marks.js'
import { Partition } from './partition.js'

const begin = (committed: bigint, metadata: string | null = null) =>
  new Partition({
    topic: 'orders',
    topicId: '1',
    index: 0,
    leader: 1,
    committed,
    metadata,
    isNew: false,
    order: 'per-key',
    clock: systemClock,
  })

const read = (partition: Partition, ...offsets: readonly bigint[]) => {
  for (const offset of offsets) {
    if (partition.isSettled(offset)) continue
    const open = (redeliveries: number) => ({ offset, redeliveries }) as unknown as KafkaHolding
    partition.add({ offset, size: 1, key: null, open })
  }
  partition.advance((offsets.at(-1) ?? 0n) + 1n)
}

const handOut = (partition: Partition, max = 100) => {
  partition.count(max)
  partition.told(partition.snapshot)
  return partition.hand(max)
}

const offsetsOf = (handed: ReturnType<Partition['hand']>) => handed.map(([{ offset }]) => offset)

test('nothing is handed out of which the broker was not told, and that is counted', () => {
  const partition = begin(0n)
  read(partition, 0n, 1n)
  partition.count(1)
  expect(partition.hand(2)).toEqual([])
  const { snapshot } = partition
  expect(readMarks(0n, snapshot.metadata).counts).toEqual(new Map([[0n, 1]]))
  partition.told(snapshot)
  expect(offsetsOf(partition.hand(2))).toEqual([0n])
})

test('what was counted and not handed out is counted no more', () => {
  const partition = begin(0n)
  read(partition, 0n, 1n)
  partition.count(2)
  partition.told(partition.snapshot)
  partition.hand(1)
  partition.uncount()
  expect(partition.isDirty).toBe(true)
  const next = begin(0n, partition.snapshot.metadata)
  read(next, 0n, 1n)
  expect(handOut(next).map(([holding]) => holding.redeliveries)).toEqual([1, 0])
})

test('a log that became shorter has others where it had some that were settled, and nothing of them is passed over', () => {
  const former = begin(0n)
  read(former, 0n, 1n, 2n, 3n, 4n, 5n)
  for (const [, entry] of handOut(former)) if (entry.offset !== 1n) former.settle(entry)
  const { offset, metadata } = former.snapshot
  const partition = begin(offset, metadata)
  read(partition, 1n, 2n, 3n, 4n, 5n, 6n)
  expect(offsetsOf(handOut(partition))).toEqual([1n, 6n])
  partition.moveTo(3n)
  read(partition, 3n, 4n, 5n, 6n)
  expect(partition.held).toBe(1)
  expect(offsetsOf(handOut(partition))).toEqual([3n, 4n, 5n, 6n])
  const { counts, reach } = readMarks(partition.snapshot.offset, partition.snapshot.metadata)
  expect([...counts.keys()]).toEqual([1n, 3n, 4n, 5n, 6n])
  expect(reach).toBe(7n)
})

test('what waits for its time in one key is told in no more marks than the broker takes', () => {
  const partition = begin(0n)
  const key = Buffer.from('1')
  const open = () => ({}) as KafkaHolding
  for (let offset = 0n; offset < 2_000n; offset++) partition.add({ offset, size: 1, key, open })
  for (let offset = 2_000n; offset < 2_010n; offset++) partition.add({ offset, size: 1, key: null, open })
  partition.advance(2_010n)
  for (const [, entry] of handOut(partition, 1)) partition.release(entry, Date.now() + 60_000)
  handOut(partition)
  expect(partition.snapshot.metadata.length).toBeLessThan(4_096)
})
