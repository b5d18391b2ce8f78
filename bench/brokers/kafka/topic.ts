import { Admin, ListOffsetTimestamps } from '@platformatic/kafka'

/** As many as ours has unless told otherwise. */
const partitions = 8

/** A topic of its own, and what its one group has not committed. */
export interface Topic {
  /** By how much the group lags behind. */
  lag(): Promise<number>
  remove(): Promise<void>
}

export async function createTopic(bootstrapBrokers: readonly string[], topic: string, groupId: string): Promise<Topic> {
  const admin = new Admin({ clientId: 'bench', bootstrapBrokers: [...bootstrapBrokers] })
  await admin.createTopics({ topics: [topic], partitions, replicas: 1 })
  const all = Array.from({ length: partitions }, (_, index) => index)
  return {
    async lag() {
      const requests = all.map((partitionIndex) => ({ partitionIndex, timestamp: ListOffsetTimestamps.LATEST }))
      const [ends] = await admin.listOffsets({ topics: [{ name: topic, partitions: requests }] })
      const groups = [{ groupId, topics: [{ name: topic, partitionIndexes: all }] }]
      const [committed] = await admin.listConsumerGroupOffsets({ groups })
      const end = (ends?.partitions ?? []).reduce((sum, { offset }) => sum + Number(offset), 0)
      const done = (committed?.topics[0]?.partitions ?? []).reduce(
        (sum, { committedOffset }) => sum + Math.max(0, Number(committedOffset)),
        0,
      )
      return end - done
    },
    async remove() {
      await admin.deleteTopics({ topics: [topic] })
      await admin.close()
    },
  }
}
