import { apis, codes, isPassingCode } from './client.js'
import type { Topic } from './cluster.js'
import { Unreachable } from './links.js'
import { trying } from './offsets.js'
import type { Session } from './session.js'

/** A topic that is needed; what is left out may be as it is, or as the options have it where it is made. */
export interface WantedTopic {
  readonly name: string
  /** For people: `channel orders`. */
  readonly what: string
  readonly partitions?: number | undefined
  readonly replicas?: number | undefined
  readonly configuration: Readonly<Record<string, string>>
}

/** What is there is not what is needed. */
export class MismatchFound extends Error {}

/** Makes topics that are missing, and compares those that are there. */
export class Topics {
  readonly #session: Session
  readonly #found = new Map<string, Promise<readonly string[]>>()

  constructor(session: Session) {
    this.#session = session
  }

  /** What differs, in sentences. Where nothing does the topic is there, and is not looked at again until forgotten. */
  ensure(wanted: WantedTopic): Promise<readonly string[]> {
    const known = this.#found.get(wanted.name)
    if (known !== undefined) return known
    const looked = this.#look(wanted)
    this.#found.set(wanted.name, looked)
    const forget = () => this.#found.get(wanted.name) === looked && this.#found.delete(wanted.name)
    looked.then((differences) => differences.length > 0 && forget(), forget)
    return looked
  }

  /** As it is there. Rejects with `MismatchFound` where it is not as it should be. */
  async use(wanted: WantedTopic): Promise<Topic> {
    // Where somebody has deleted it since it was found, it is looked for anew.
    for (let chances = 2; chances > 0; chances--) {
      const differences = await this.ensure(wanted)
      if (differences.length > 0) throw new MismatchFound(differences.join('; '))
      const topic = await this.#session.cluster.topic(wanted.name)
      if (topic !== undefined) return topic
      this.forget(wanted.name)
    }
    throw new MismatchFound(`topic ${wanted.name} of ${wanted.what} is missing`)
  }

  forget(name: string): void {
    this.#found.delete(name)
    this.#session.cluster.forget(name)
  }

  async #look(wanted: WantedTopic): Promise<readonly string[]> {
    const { cluster, settings } = this.#session
    const topics = await trying(this.#session, () => cluster.topics([wanted.name]))
    const topic = topics.get(wanted.name)
    if (topic !== undefined) return this.#compare(wanted, topic)
    if (settings.topology === 'check') return [`topic ${wanted.name} of ${wanted.what} is missing`]
    const isOurs = await trying(this.#session, () => this.#create(wanted))
    const led = await this.#untilLed(wanted)
    return isOurs ? [] : this.#compare(wanted, led)
  }

  /** Answers `false` where somebody else has made it meanwhile, perhaps otherwise. */
  async #create({ name, what, partitions, replicas, configuration }: WantedTopic): Promise<boolean> {
    const { cluster, settings } = this.#session
    const configs = Object.entries({ ...settings.topicConfiguration, ...configuration })
    const wanted = {
      name,
      numPartitions: partitions ?? settings.partitions,
      replicationFactor: replicas ?? settings.replicas ?? -1,
      assignments: [],
      configs: configs.map(([key, value]) => ({ name: key, value })),
    }
    const { topics } = await cluster.askAny(apis.createTopics, [[wanted], settings.requestTimeoutMs, false])
    for (const { errorCode, errorMessage } of topics) {
      if (errorCode === codes.none) continue
      if (errorCode === codes.topicAlreadyExists) return false
      const why = `topic ${name} of ${what} cannot be made: ${errorMessage ?? `Kafka error ${errorCode}`}`
      // Brokers that have just started are counted in a little later.
      const isFenced = errorCode === codes.invalidReplicationFactor && /fenced/.test(errorMessage ?? '')
      throw isFenced || isPassingCode(errorCode) ? new Unreachable(why) : new Error(why)
    }
    return true
  }

  /** It is made when the controller says so; the brokers hear of it later, and lead it when the controller counts them in. */
  async #untilLed({ name, what }: WantedTopic): Promise<Topic> {
    const { cluster, settings, options } = this.#session
    const ends = options.clock.now() + settings.publishTimeoutMs
    for (let tries = 0; ; tries++) {
      const topic = (await trying(this.#session, () => cluster.topics([name]))).get(name)
      if (topic?.leaders.includes(-1) === false) return topic
      if (options.clock.now() >= ends) {
        throw new Unreachable(`topic ${name} of ${what} was made, and no broker leads it for now`)
      }
      await new Promise<void>((resolve) => options.clock.after(Math.min(500, 10 * 2 ** tries), resolve))
    }
  }

  async #compare(wanted: WantedTopic, topic: Topic): Promise<readonly string[]> {
    const { name, what, partitions } = wanted
    const differences: string[] = []
    const differs = (setting: string, is: unknown, expected: unknown) =>
      differences.push(`topic ${name} of ${what} has ${setting} ${is}, not ${expected}`)
    if (partitions !== undefined && partitions !== topic.leaders.length) {
      differs('partitions', topic.leaders.length, partitions)
    }
    const keys = Object.keys(wanted.configuration)
    if (keys.length === 0) return differences
    const question = { resourceType: 2, resourceName: name, configurationKeys: keys } as const
    const { results } = await trying(this.#session, () =>
      this.#session.cluster.askAny(apis.describeConfigs, [[question], false, false]),
    )
    for (const { errorCode, errorMessage, configs } of results) {
      if (errorCode !== codes.none) {
        const why = errorMessage ?? `Kafka error ${errorCode}`
        this.#session.options.warn(new Error(`the settings of topic ${name} cannot be compared: ${why}`))
        continue
      }
      const there = new Map(configs.map((config) => [config.name, config.value]))
      for (const [key, value] of Object.entries(wanted.configuration)) {
        if (there.get(key) !== value) differs(key, there.get(key) ?? 'unknown', value)
      }
    }
    return differences
  }
}
