import type { Clock } from '../../transport/clock.js'
import { type Api, apis, codes, errorCode, isPassingCode } from './client.js'
import { type Links, Unreachable } from './links.js'
import type { BrokerAddress, KafkaSettings } from './options.js'

/** A topic as the cluster has it. */
export interface Topic {
  readonly name: string
  readonly id: string
  /** By partition, the broker that leads it; -1 where none does for now. */
  readonly leaders: readonly number[]
}

export type CoordinatorOf = 'group' | 'transaction'

/** What is known of the cluster: who leads what. It is asked again where that proves wrong. */
export class Cluster {
  readonly #settings: KafkaSettings
  readonly #links: Links
  readonly #clock: Clock
  #brokers: ReadonlyMap<number, BrokerAddress> = new Map()
  readonly #topics = new Map<string, Topic>()
  readonly #coordinators = new Map<string, Promise<BrokerAddress>>()

  constructor(settings: KafkaSettings, links: Links, clock: Clock) {
    this.#settings = settings
    this.#links = links
    this.#clock = clock
  }

  /** `undefined` where there is no such topic. Not asked again while it is known. */
  async topic(name: string): Promise<Topic | undefined> {
    return this.#topics.get(name) ?? (await this.topics([name])).get(name)
  }

  /** Asked anew. Those that are not there are left out; rejects where one may not be seen. */
  async topics(names: readonly string[]): Promise<ReadonlyMap<string, Topic>> {
    const { brokers, topics } = await this.askAny(apis.metadata, [[...names], false])
    this.#brokers = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, this.#settings.reach({ host, port })]))
    const found = new Map<string, Topic>()
    for (const { name, topicId, errorCode: code, partitions } of topics) {
      if (name === null || name === undefined) continue
      this.#topics.delete(name)
      if (code === codes.unknownTopicOrPartition) continue
      if (code === codes.topicAuthorizationFailed) throw new Error(`this user may not see the topic ${name}`)
      if (code !== codes.none) {
        const what = `topic ${name}: Kafka error ${code}`
        throw isPassingCode(code) ? new Unreachable(what) : new Error(what)
      }
      const leaders: number[] = []
      for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = leaderId
      const topic = { name, id: topicId, leaders: Array.from(leaders, (leader) => leader ?? -1) }
      found.set(name, topic)
      this.#topics.set(name, topic)
    }
    return found
  }

  forget(name: string): void {
    this.#topics.delete(name)
  }

  broker(id: number): BrokerAddress {
    const broker = this.#brokers.get(id)
    if (broker === undefined)
      throw new Unreachable(id === -1 ? 'no broker leads it for now' : `broker ${id} is not known`)
    return broker
  }

  /** Asks the leader of a partition. Where that fails, who leads the topic is found anew next time. */
  async askLeader<Question extends unknown[], Answer>(
    { name, leaders }: Topic,
    partition: number,
    links: Links,
    ...asking: readonly [api: Api<Question, Answer>, question: Question, waitMs?: number]
  ): Promise<Answer> {
    try {
      return await links.ask(this.broker(leaders[partition] ?? -1), ...asking)
    } catch (error) {
      this.forget(name)
      throw error
    }
  }

  /** Which broker looks after a group or a transaction. */
  coordinator(of: CoordinatorOf, key: string): Promise<BrokerAddress> {
    const what = `${of} ${key}`
    const known = this.#coordinators.get(what)
    if (known !== undefined) return known
    const asked = this.#findCoordinator(of, key).catch((error) => {
      this.forgetCoordinator(of, key)
      throw error
    })
    this.#coordinators.set(what, asked)
    return asked
  }

  forgetCoordinator(of: CoordinatorOf, key: string): void {
    this.#coordinators.delete(`${of} ${key}`)
  }

  /** Asks whoever can be reached. */
  async askAny<Question extends unknown[], Answer>(api: Api<Question, Answer>, question: Question): Promise<Answer> {
    const failures: Unreachable[] = []
    const brokers = [...this.#brokers.values(), ...this.#settings.brokers]
    const distinct = new Map(brokers.map((broker) => [`${broker.host}:${broker.port}`, broker]))
    for (const broker of distinct.values()) {
      try {
        return await this.#links.ask(broker, api, question)
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        failures.push(error)
      }
    }
    throw new Unreachable([...new Set(failures.map(({ message }) => message))].join(', '), { cause: failures[0] })
  }

  async #findCoordinator(of: CoordinatorOf, key: string): Promise<BrokerAddress> {
    const ends = this.#clock.now() + this.#settings.requestTimeoutMs
    for (let tries = 0; ; tries++) {
      const { coordinators } = await this.askAny(apis.findCoordinator, [of === 'group' ? 0 : 1, [key]])
      const [{ host, port, errorCode: code } = { host: '', port: -1, errorCode: codes.coordinatorNotAvailable }] =
        coordinators
      if (code === codes.none) return this.#settings.reach({ host, port })
      // The first that asks makes Kafka create the topic that holds all of them.
      if (!isPassingCode(code)) throw new Error(`this user may not use the ${of} ${key} (Kafka error ${code})`)
      if (this.#clock.now() >= ends) throw new Unreachable(`no broker looks after the ${of} ${key} for now`)
      await new Promise<void>((resolve) => this.#clock.after(Math.min(500, 20 * 2 ** tries), resolve))
    }
  }
}

/** Whether asking again may help. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof Unreachable) return true
  const code = errorCode(error)
  return code !== undefined && isPassingCode(code)
}
