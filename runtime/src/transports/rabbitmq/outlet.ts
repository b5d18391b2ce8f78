import { type ConfirmChannel, publish } from './client.js'
import type { Link } from './link.js'
import type { Publication } from './publication.js'

/** No queue takes it, where there must be one. */
export class Unroutable extends Error {
  constructor(routingKey: string) {
    super(`no queue takes what is for ${routingKey}`)
  }
}

/** One channel by which messages go to one exchange: what the broker refuses of it closes no other. */
export class Outlet {
  readonly #channel: ConfirmChannel
  /** How many came back of each routing key that are not yet confirmed. */
  readonly #returned = new Map<string, number>()
  #cause: Error | undefined
  #drained: Promise<void> | undefined
  #isOpen = true

  private constructor(channel: ConfirmChannel) {
    this.#channel = channel
    let drain = () => {}
    channel.on('error', (error) => {
      this.#cause = error
    })
    channel.on('return', ({ fields: { routingKey } }) => {
      this.#returned.set(routingKey, (this.#returned.get(routingKey) ?? 0) + 1)
    })
    channel.on('drain', () => drain())
    channel.on('close', () => {
      this.#isOpen = false
      drain()
    })
    this.#fill = () => {
      this.#drained ??= new Promise((resolve) => {
        drain = () => {
          this.#drained = undefined
          resolve()
        }
      })
    }
  }

  static async open(link: Link): Promise<Outlet> {
    return new Outlet(await link.channel('confirm'))
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Resolves when the broker has confirmed. Rejects with what closed the channel, where that came before. */
  send(publication: Publication): Promise<void> {
    if (this.#drained !== undefined) return this.#drained.then(() => this.send(publication))
    const { target, properties, content } = publication
    const { routingKey, mandatory } = target
    return new Promise((resolve, reject) => {
      const confirmed = (error: Error | null) => {
        const isReturned = mandatory && this.#takeReturned(routingKey)
        if (error !== null) reject(this.#cause ?? error)
        else if (isReturned) reject(new Unroutable(routingKey))
        else resolve()
      }
      if (!publish(this.#channel, target, properties, content, confirmed)) this.#fill()
    })
  }

  readonly #fill: () => void

  /** What comes back does so before it is confirmed. */
  #takeReturned(routingKey: string): boolean {
    const count = this.#returned.get(routingKey) ?? 0
    if (count > 1) this.#returned.set(routingKey, count - 1)
    else this.#returned.delete(routingKey)
    return count > 0
  }
}
