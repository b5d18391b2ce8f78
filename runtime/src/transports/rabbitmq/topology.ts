import type { SubscriptionPlace } from '../../transport/place.js'
import { reasonOf, replies, replyCode } from './client.js'
import { queueNames } from './names.js'
import { type Exchange, exchangeOf, longestRoutingKey, patternOf } from './routes.js'
import { refuse, type Session } from './session.js'

/** Above whatever is counted here: the broker itself gives nothing up. */
const unreachable = 1_000_000_000

interface WantedQueue {
  readonly name: string
  /** For people. */
  readonly title: string
  readonly arguments: Readonly<Record<string, string | number | boolean>>
}

/** Makes exchange, queues and bindings, or compares them with what is there. */
export class Topology {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Throws a `TopologyMismatch` with all that differs, or is missing where nothing may be made. Answers with whether a
   * queue was made.
   */
  async declare(places: readonly SubscriptionPlace[]): Promise<boolean> {
    const { settings } = this.#session
    const mayCreate = settings.topology === 'create'
    const exchanges = new Map<string, Exchange>()
    for (const place of places) {
      for (const source of place.sources) {
        const exchange = exchangeOf(source, settings.prefix)
        exchanges.set(exchange.name, exchange)
      }
    }
    const queues = places.flatMap((place) => [this.#eventsOf(place), this.#deadLettersOf(place.application)])
    const differences: string[] = []
    for (const exchange of exchanges.values()) differences.push(...(await this.#exchange(exchange, mayCreate)))
    for (const place of places) differences.push(...unbindable(place, settings.prefix))
    let isNew = false
    for (const queue of new Map(queues.map((each) => [each.name, each])).values()) {
      isNew ||= await this.#isMissing(queue)
      differences.push(...(await this.#queue(queue, mayCreate)))
    }
    refuse(differences)
    // Who may only look sees no bindings: AMQP does not tell them.
    if (mayCreate) for (const place of places) await this.#bind(place)
    return isNew
  }

  /** Of what was there once. Rejects where nothing may be made. */
  async restoreExchange(exchange: Exchange): Promise<void> {
    refuse(await this.#exchange(exchange, this.#session.settings.topology === 'create'))
  }

  async restoreDeadLetters(application: string | undefined): Promise<void> {
    const { topology } = this.#session.settings
    refuse(await this.#queue(this.#deadLettersOf(application), topology === 'create'))
  }

  #eventsOf({ application, name, order }: SubscriptionPlace): WantedQueue {
    const { prefix, orderWindow, queueArguments } = this.#session.settings
    return {
      name: queueNames(prefix).events(application, name),
      title: `of subscription ${name}`,
      arguments: {
        ...bounded(queueArguments),
        'x-queue-type': 'quorum',
        // The broker compares it: no two instances can have windows of different sizes, which would break the order.
        'x-delivery-limit': unreachable + (order === 'per-key' ? orderWindow : 0),
        ...(order === 'per-key' && { 'x-single-active-consumer': true }),
      },
    }
  }

  #deadLettersOf(application: string | undefined): WantedQueue {
    const { prefix, queueArguments } = this.#session.settings
    const size = Object.entries(queueArguments).filter(([name]) => name === 'x-quorum-initial-group-size')
    return {
      name: queueNames(prefix).deadLetters(application),
      title: 'of dead letters',
      arguments: { ...Object.fromEntries(size), 'x-queue-type': 'quorum', 'x-delivery-limit': unreachable },
    }
  }

  async #exchange({ name, type, durable, autoDelete }: Exchange, mayCreate: boolean): Promise<readonly string[]> {
    const { link } = this.#session
    if (!mayCreate) {
      const found = await attempt(() => link.ask((channel) => channel.checkExchange(name)))
      return found === undefined ? [] : [`exchange ${name} is missing; expected one of type ${type}`]
    }
    const refusal = await attempt(() =>
      link.ask((channel) => channel.assertExchange(name, type, { durable, autoDelete })),
    )
    // Whoever made it, it is used as it is, if it is but of the type that bindings are made for.
    if (refusal === undefined || !/inequivalent arg 'type'/.test(refusal)) return []
    return [`exchange ${name} is there and differs: ${refusal}`]
  }

  async #isMissing({ name }: WantedQueue): Promise<boolean> {
    return (await attempt(() => this.#session.link.ask((channel) => channel.checkQueue(name)))) !== undefined
  }

  async #queue(queue: WantedQueue, mayCreate: boolean): Promise<readonly string[]> {
    const { name, title, arguments: args } = queue
    const { link } = this.#session
    if (!mayCreate && (await this.#isMissing(queue))) return [`queue ${name} ${title} is missing`]
    // Where it is there, nothing is made by this, and it tells what differs.
    const refusal = await attempt(
      () => link.ask((channel) => channel.assertQueue(name, { durable: true, arguments: args })),
      mayCreate ? [] : [replies.refused],
    )
    if (refusal === undefined) return []
    const mend = 'handle what is in it, then delete it'
    return [`queue ${name} ${title} is there and differs: ${explained(refusal)}; ${mend}`]
  }

  async #bind(place: SubscriptionPlace): Promise<void> {
    const { settings, link } = this.#session
    const queue = this.#eventsOf(place).name
    await link.ask(async (channel) => {
      for (const source of place.sources) {
        await channel.bindQueue(queue, exchangeOf(source, settings.prefix).name, patternOf(source))
      }
    })
  }
}

/** What the broker says of a refusal that is about what is there; other failures are thrown. `undefined` when it went well. */
async function attempt(work: () => Promise<unknown>, passed: readonly number[] = []): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    const code = replyCode(error)
    if (code !== undefined && passed.includes(code)) return undefined
    if (code === replies.notFound || code === replies.precondition) return reasonOf(error)
    if (code !== replies.refused) throw error
    const mend = "allow it, or let somebody else make it and set topology: 'check'"
    throw new Error(`RabbitMQ refuses what is to be made: ${reasonOf(error)}; ${mend}`, { cause: error })
  }
}

/** What the broker says in words of its own; the window is kept in an argument that is meant for something else. */
function explained(refusal: string): string {
  if (/'x-single-active-consumer'.*received none/.test(refusal)) {
    return 'it was made for order per key, and none is asked for'
  }
  if (/'x-single-active-consumer'/.test(refusal)) return 'it was made without order, and order per key is asked for'
  const [, received, current] = /'x-delivery-limit'.*received '(\d+)' but current is '(\d+)'/.exec(refusal) ?? []
  const [wanted, found] = [Number(received) - unreachable, Number(current) - unreachable]
  if (wanted > 0 && found > 0) return `it was made for an orderWindow of ${found}, and this one is ${wanted}`
  return refusal.replace(/^PRECONDITION_FAILED - /, '')
}

/** A queue that is full must say so, not push out what waits in it. */
const bounded = (args: WantedQueue['arguments']): WantedQueue['arguments'] =>
  'x-max-length' in args || 'x-max-length-bytes' in args ? { 'x-overflow': 'reject-publish', ...args } : args

function unbindable({ name, sources }: SubscriptionPlace, prefix: string): readonly string[] {
  return sources.flatMap((source) => {
    const pattern = patternOf(source)
    const { type, name: exchange } = exchangeOf(source, prefix)
    if (Buffer.byteLength(pattern) > longestRoutingKey) {
      return [
        `the routing key ${pattern.slice(0, 60)}… of subscription ${name} is longer than ${longestRoutingKey} bytes`,
      ]
    }
    if (!['topic', 'direct', 'fanout'].includes(type)) {
      return [`exchange ${exchange} of subscription ${name} is of type ${type}; expected topic, direct or fanout`]
    }
    if (type === 'direct' && pattern.split('.').includes('*')) {
      return [`exchange ${exchange} is direct and takes no wildcards; subscription ${name} asks for ${pattern}`]
    }
    return []
  })
}
