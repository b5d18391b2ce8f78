import { Deadline } from '../../delivery/deadline.js'
import { sleep } from '../../transport/sleep.js'
import type { ConnectOptions } from '../../transport/transport.js'
import { placeOf } from './address.js'
import { type Channel, type ChannelModel, type ConfirmChannel, connect, drop } from './client.js'
import type { RabbitmqSettings } from './options.js'

/** One connection for as long as the bus lives: made again, by one hand alone, whenever it is lost. */
export class Link {
  /** Why the broker takes nothing for now (`connection.blocked`): it is short of memory or disk. */
  blocked: string | undefined
  readonly #settings: RabbitmqSettings
  readonly #options: ConnectOptions
  readonly #purpose: string
  readonly #stop = new AbortController()
  readonly #watchers = new Set<() => void>()
  #model: ChannelModel | undefined
  #problem: string | undefined

  constructor(settings: RabbitmqSettings, options: ConnectOptions, purpose: string) {
    this.#settings = settings
    this.#options = options
    this.#purpose = purpose
  }

  /** Rejects when no broker can be reached, or none lets us in. */
  async open(): Promise<void> {
    const { signal } = this.#options
    signal?.throwIfAborted()
    this.#adopt(await this.#dial())
  }

  get isUp(): boolean {
    return this.#model !== undefined
  }

  /** Whether messages may be published by it. */
  get isReady(): boolean {
    return this.isUp && this.blocked === undefined
  }

  get isClosed(): boolean {
    return this.#stop.signal.aborted
  }

  /** What is wrong with it, in a sentence. */
  get problem(): string | undefined {
    const where = `RabbitMQ at ${placeOf(this.#settings.addresses)}`
    if (this.isClosed) return `the connection to ${where} is closed`
    if (!this.isUp) return `${where} is away${this.#problem === undefined ? '' : ` (${this.#problem})`}; trying again`
    if (this.blocked !== undefined) return `${where} takes nothing for now: ${this.blocked}`
    return undefined
  }

  /** Calls back whenever it came, went, was blocked or is no longer; answers with what ends that. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  /** Resolves when it is up and takes messages, or when it is closed, the signal aborted or the time is over. */
  untilReady(signal: AbortSignal): Promise<void> {
    const isDone = () => this.isReady || this.isClosed || signal.aborted
    if (isDone()) return Promise.resolve()
    return new Promise((resolve) => {
      const look = () => {
        if (!isDone()) return
        unwatch()
        signal.removeEventListener('abort', look)
        resolve()
      }
      const unwatch = this.watch(look)
      signal.addEventListener('abort', look, { once: true })
    })
  }

  /** What nobody listens to must not end the process: each channel has a listener for its errors. */
  channel(kind: 'confirm'): Promise<ConfirmChannel>
  channel(kind?: 'plain'): Promise<Channel>
  async channel(kind: 'plain' | 'confirm' = 'plain'): Promise<Channel> {
    const model = this.#model
    if (model === undefined) throw new Away(this.problem)
    const opening = kind === 'confirm' ? model.createConfirmChannel() : model.createChannel()
    const channel = await this.answered(opening)
    channel.on('error', () => {})
    return channel
  }

  /** One channel for one piece of work: a refusal closes it, and nothing else. */
  async ask<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = await this.channel()
    try {
      return await this.answered(work(channel))
    } finally {
      // It may be closed already, by a refusal.
      void Promise.resolve()
        .then(() => channel.close())
        .catch(() => {})
    }
  }

  /** As the work does, or rejects when the broker is silent for too long. */
  async answered<T>(work: Promise<T>): Promise<T> {
    const { requestTimeoutMs } = this.#settings
    const late = new Deadline(requestTimeoutMs, this.#options.clock)
    const silence = late.over.then(() => {
      throw new Away(`RabbitMQ did not answer within ${requestTimeoutMs} ms`)
    })
    try {
      return await Promise.race([work, silence])
    } finally {
      late.callOff()
      // Nobody waits for it any more.
      work.catch(() => {})
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return
    this.#stop.abort()
    const model = this.#model
    this.#model = undefined
    this.#tell()
    if (model === undefined) return
    const late = new Deadline(Math.min(leaveMs, this.#settings.requestTimeoutMs), this.#options.clock)
    const leaving = Promise.resolve().then(() => model.close())
    await Promise.race([leaving.catch(() => {}), late.over])
    late.callOff()
    drop(model)
  }

  #adopt(model: ChannelModel): void {
    if (this.isClosed) {
      drop(model)
      return
    }
    this.#model = model
    this.#problem = undefined
    let failure: Error | undefined
    // It is closed after each.
    model.on('error', (error) => {
      failure = error
    })
    model.on('blocked', (reason) => this.#block(String(reason) || 'it does not say why'))
    model.on('unblocked', () => this.#block(undefined))
    model.on('close', (error) => this.#lost(model, failure ?? error))
    this.#tell()
  }

  #block(reason: string | undefined): void {
    this.blocked = reason
    if (reason !== undefined) this.#options.warn(new Error(`${this.problem}; publishing waits`))
    this.#tell()
  }

  #lost(model: ChannelModel, error: Error | undefined): void {
    // A peer that is silent would keep the socket, and the process.
    drop(model)
    if (this.#model !== model) return
    this.#model = undefined
    this.blocked = undefined
    this.#problem = error?.message
    const why = error === undefined ? '' : `: ${error.message}`
    const what = `the connection to RabbitMQ at ${placeOf(this.#settings.addresses)} is lost${why}; trying again`
    this.#options.warn(new Error(what, { cause: error }))
    this.#tell()
    void this.#reconnect()
  }

  async #reconnect(): Promise<void> {
    const { clock } = this.#options
    for (let failures = 0; !this.isClosed; failures++) {
      // Full jitter, so that not all come at once; the first soon.
      const delayMs = Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** failures)
      await sleep(delayMs, clock, this.#stop.signal)
      if (this.isClosed) return
      try {
        this.#adopt(await this.#dial())
        return
      } catch (error) {
        this.#problem = error instanceof Error ? error.message : String(error)
      }
    }
  }

  async #dial(): Promise<ChannelModel> {
    const { connect: more, addresses, heartbeatMs, requestTimeoutMs } = this.#settings
    const { application } = this.#options
    const connectionName = ['tidings', application, this.#purpose].filter((part) => part !== undefined).join(' ')
    const failures: unknown[] = []
    for (const address of addresses) {
      try {
        return await connect(
          { ...address, heartbeat: Math.ceil(heartbeatMs / 1_000) },
          {
            timeout: requestTimeoutMs,
            noDelay: true,
            ...more,
            clientProperties: { connection_name: connectionName, ...more.clientProperties },
          },
        )
      } catch (error) {
        failures.push(error)
      }
    }
    const told = failures.map(reasonOfDialing)
    const where = placeOf(addresses)
    throw new Error(`cannot connect to RabbitMQ at ${where}: ${[...new Set(told)].join('; ')}`, { cause: failures[0] })
  }

  #tell(): void {
    for (const changed of [...this.#watchers]) changed()
  }
}

/** The broker is not there, or says nothing. */
export class Away extends Error {}

/** The client does not tell why the broker closes the connection when it opens the virtual host. */
function reasonOfDialing(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (/Expected ConnectionOpenOk; got <ConnectionClose/.test(error.message)) {
    return 'the virtual host is not there, or is not for this user'
  }
  // Of several attempts at one name the error has a code alone.
  return error.message.trim() || String((error as { readonly code?: unknown }).code ?? error)
}

/** What matters was confirmed before; a broker that is silent is not waited for. */
const leaveMs = 1_000
const firstPauseMs = 200
const longestPauseMs = 5_000
