import { apis, codes, type MessageRecord } from './client.js'
import type { BrokerAddress } from './options.js'
import type { Session } from './session.js'

/** By which a broker knows who sends. */
export interface Identity {
  readonly producerId: bigint
  readonly producerEpoch: number
}

/** What goes to one partition as a whole. */
export interface Batch {
  readonly topic: string
  readonly partition: number
  readonly records: MessageRecord[]
  readonly size: number
  readonly identity: Identity
  /** The number of its first record. */
  readonly sequence: number
}

/** One request. */
interface Shipment {
  readonly batches: Batch[]
  size: number
  /** Answers with Kafka's error for each partition. */
  readonly sent: Promise<ReadonlyMap<string, number>>
}

const mostBytes = 4 * 1024 * 1024

/** Sends batches. What is for one broker, and comes in one turn, goes in one request. */
export class Shipper {
  readonly #session: Session
  readonly #loading = new Map<string, Shipment>()

  constructor(session: Session) {
    this.#session = session
  }

  /** Resolves with Kafka's error of the batch, as soon as all of its request are answered. */
  async ship(batch: Batch, broker: BrokerAddress, isAlone: boolean): Promise<number> {
    const sent = isAlone ? this.#send(broker, [batch]) : this.#load(batch, broker)
    return (await sent).get(nameOf(batch)) ?? codes.networkException
  }

  #load(batch: Batch, broker: BrokerAddress): Promise<ReadonlyMap<string, number>> {
    const { producerId, producerEpoch } = batch.identity
    const where = `${broker.host}:${broker.port} ${producerId} ${producerEpoch}`
    const open = this.#loading.get(where)
    if (open !== undefined && open.size + batch.size <= mostBytes) {
      open.batches.push(batch)
      open.size += batch.size
      return open.sent
    }
    const batches = [batch]
    const sent = Promise.resolve().then(() => {
      if (this.#loading.get(where) === shipment) this.#loading.delete(where)
      return this.#send(broker, batches)
    })
    const shipment: Shipment = { batches, size: batch.size, sent }
    this.#loading.set(where, shipment)
    return sent
  }

  async #send(broker: BrokerAddress, batches: readonly Batch[]): Promise<ReadonlyMap<string, number>> {
    const { links, settings } = this.#session
    const sequences = new Map(batches.map((batch) => [nameOf(batch), batch.sequence]))
    const answer = await links.ask(broker, apis.produce, [
      -1,
      settings.requestTimeoutMs,
      batches.flatMap(({ records }) => records),
      {
        ...batches[0]?.identity,
        sequences: { getWithDefault: (name: string, other: number) => sequences.get(name) ?? other } as never,
      },
    ])
    if (typeof answer === 'boolean') return new Map()
    return new Map(
      answer.responses.flatMap(({ name: topic, partitionResponses }) =>
        partitionResponses.map(({ index, errorCode }) => [nameOf({ topic, partition: index }), errorCode] as const),
      ),
    )
  }
}

/** As the client asks for its number. */
const nameOf = ({ topic, partition }: Pick<Batch, 'topic' | 'partition'>) => `${topic}:${partition}`
