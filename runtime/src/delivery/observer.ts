import type { AnyEvent } from '../event/event.js'
import type { Trace } from '../transport/holding.js'
import { around } from './around.js'
import type { Delivery } from './delivery.js'
import { printError } from './describe-error.js'
import type { Circumstances, DeadLettered, Failed, Handled, Published, Received, Redriven, Skipped } from './facts.js'
import type { HookName, Hooks } from './hooks.js'
import { isThenable } from './is-thenable.js'
import { printDeadLetter, printFailure } from './print-fact.js'
import type { Sending, Sent } from './sending.js'

/** Tells the hooks, and standard error where there is none; a hook that throws stops here. */
export class Observer {
  readonly #listeners: Readonly<Record<HookName, readonly Hooks[]>>
  readonly #broken = new Map<Hooks, Set<HookName>>()

  constructor(hooks: Hooks | readonly Hooks[] = []) {
    const all: readonly Hooks[] = [hooks].flat()
    const having = (name: HookName) => all.filter((each) => each[name] !== undefined)
    this.#listeners = {
      handle: having('handle'),
      publish: having('publish'),
      trace: having('trace'),
      send: having('send'),
      published: having('published'),
      received: having('received'),
      handled: having('handled'),
      failed: having('failed'),
      deadLettered: having('deadLettered'),
      skipped: having('skipped'),
      redriven: having('redriven'),
      warned: having('warned'),
    }
  }

  /** Whether somebody wants to know. Asked first where the telling costs something. */
  hears(name: HookName): boolean {
    return this.#listeners[name].length > 0
  }

  published(fact: Published): void {
    this.#tell('published', fact)
  }

  received(fact: Received): void {
    this.#tell('received', fact)
  }

  handled(fact: Handled): void {
    this.#tell('handled', fact)
  }

  failed(fact: Failed): void {
    this.#tell('failed', fact)
    if (fact.delivery.attempt === 1 && this.#isUnread('failed')) write(printFailure(fact))
  }

  deadLettered(fact: DeadLettered): void {
    this.#tell('deadLettered', fact)
    if (this.#isUnread('deadLettered')) write(printDeadLetter(fact))
  }

  skipped(fact: Skipped): void {
    this.#tell('skipped', fact)
  }

  redriven(fact: Redriven): void {
    this.#tell('redriven', fact)
  }

  warned(warning: Error): void {
    this.#tell('warned', warning)
    if (this.#isUnread('warned')) write(warning.message)
  }

  /** The trace to be continued; none where no hook gives one. */
  trace(): Trace | undefined {
    for (const hooks of this.#listeners.trace) {
      const trace = this.#guard('trace', hooks, () => checkTrace(hooks.trace?.()))
      if (trace !== undefined) return trace
    }
    return undefined
  }

  /** What all hooks together say. */
  send(sending: Sending): Required<Sent> {
    const all = this.#listeners.send.map((hooks) => ({
      hooks,
      sent: this.#guard('send', hooks, () => hooks.send?.(sending)),
    }))
    const traces = sending.messages.map((_, index) => {
      for (const { hooks, sent } of all) {
        const trace = this.#guard('send', hooks, () => checkTrace(sent?.traces?.[index]))
        if (trace !== undefined) return trace
      }
      return undefined
    })
    return {
      traces,
      end: (outcomes) => {
        for (const { hooks, sent } of all) this.#guard('send', hooks, () => sent?.end?.(outcomes))
      },
    }
  }

  /** Runs an attempt inside the hooks that go around it. */
  handle(delivery: Delivery, circumstances: Circumstances, work: () => unknown): unknown {
    return this.#nest(
      'handle',
      (hooks, next) => hooks.handle?.(delivery, next, circumstances),
      () => once(work()),
    )
  }

  /** Runs a publish inside the hooks that go around it. */
  publish(events: readonly AnyEvent[], work: () => Promise<void>): Promise<void> {
    return this.#nest('publish', (hooks, next) => hooks.publish?.(events, next), work)
  }

  /** The first hook outermost. */
  #nest<T>(name: HookName, call: (hooks: Hooks, next: () => T) => unknown, work: () => T): T {
    const inside = this.#listeners[name].reduceRight<() => T>(
      (inner, hooks) => () =>
        around(
          (next) => call(hooks, next),
          inner,
          (error) => this.#broke(name, hooks, error),
        ),
      work,
    )
    return inside()
  }

  #tell<K extends FactName>(name: K, fact: Parameters<NonNullable<Hooks[K]>>[0]): void {
    for (const hooks of this.#listeners[name]) {
      this.#guard(name, hooks, () => {
        const told = (hooks[name] as (fact: unknown) => unknown).call(hooks, fact)
        if (isThenable(told)) told.then(undefined, (error) => this.#broke(name, hooks, error))
      })
    }
  }

  /** Whether standard error is where people would look. */
  #isUnread(name: FactName): boolean {
    return this.#listeners[name].every(({ keepsStandardError }) => keepsStandardError)
  }

  #guard<T>(name: HookName, hooks: Hooks, call: () => T): T | undefined {
    try {
      return call()
    } catch (error) {
      this.#broke(name, hooks, error)
      return undefined
    }
  }

  #broke(name: HookName, hooks: Hooks, error: unknown): void {
    const broken = this.#broken.get(hooks) ?? new Set()
    if (broken.has(name)) return
    this.#broken.set(hooks, broken.add(name))
    write(`the hook ${name} threw, which changes nothing but is not told again: ${printError(error)}`)
  }
}

/** Queries of some libraries run again with each `then`, and hooks wait as well as we. */
const once = (result: unknown): unknown =>
  isThenable(result) && !(result instanceof Promise) ? Promise.resolve(result) : result

type FactName = Exclude<HookName, 'handle' | 'publish' | 'trace' | 'send'>

function checkTrace(trace: Trace | undefined): Trace | undefined {
  if (trace === undefined || typeof trace.traceparent === 'string') return trace
  if (isThenable(trace)) trace.then(undefined, () => {})
  throw new TypeError('expected an object with a traceparent')
}

const write = (line: string) => process.stderr.write(`tidings: ${line}\n`)
