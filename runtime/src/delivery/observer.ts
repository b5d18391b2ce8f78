import type { Trace } from '../transport/holding.js'
import { printError } from './describe-error.js'
import type { DeadLettered, Failed, Handled, Hooks, Published, Skipped } from './hooks.js'
import { isThenable } from './is-thenable.js'

/** Tells the hooks, and standard error where there is none; a hook that throws stops here. */
export class Observer {
  readonly hooks: Hooks
  readonly #broken = new Set<keyof Hooks>()

  constructor(hooks: Hooks = {}) {
    this.hooks = hooks
  }

  published(fact: Published): void {
    if (this.hooks.published !== undefined) this.#tell('published', fact)
  }

  handled(fact: Handled): void {
    if (this.hooks.handled !== undefined) this.#tell('handled', fact)
  }

  failed(fact: Failed): void {
    if (this.hooks.failed !== undefined) this.#tell('failed', fact)
    else if (fact.delivery.attempt === 1) write(printFailure(fact))
  }

  deadLettered(fact: DeadLettered): void {
    if (this.hooks.deadLettered !== undefined) this.#tell('deadLettered', fact)
    else write(printDeadLetter(fact))
  }

  skipped(fact: Skipped): void {
    if (this.hooks.skipped !== undefined) this.#tell('skipped', fact)
  }

  warned(warning: Error): void {
    if (this.hooks.warned !== undefined) this.#tell('warned', warning)
    else write(`tidings: ${warning.message}`)
  }

  /** The trace to be continued; none where the hook gives none that is one. */
  trace(): Trace | undefined {
    const { hooks } = this
    if (hooks.trace === undefined) return undefined
    try {
      const trace = hooks.trace()
      if (trace === undefined || typeof trace.traceparent === 'string') return trace
      if (isThenable(trace)) trace.then(undefined, () => {})
      throw new TypeError('expected an object with a traceparent')
    } catch (error) {
      this.#broke('trace', error)
      return undefined
    }
  }

  /** Runs `work` inside a hook, exactly once and with its own result, whatever the hook does. */
  around<T>(name: keyof Hooks, hook: (next: () => T) => unknown, work: () => T): T {
    let outcome: Outcome<T> | undefined
    const next = (): T => {
      outcome ??= run(work)
      return unwrap(outcome)
    }
    try {
      const returned = hook(next)
      // The outcome is the work's own: a rejection of the hook's is no unhandled one.
      if (returned instanceof Promise) returned.catch((error) => this.#mayBreak(name, error, outcome))
    } catch (error) {
      this.#mayBreak(name, error, outcome)
    }
    return next()
  }

  #tell<K extends 'published' | 'handled' | 'failed' | 'deadLettered' | 'skipped' | 'warned'>(
    name: K,
    fact: Parameters<NonNullable<Hooks[K]>>[0],
  ): void {
    try {
      const told = (this.hooks[name] as (fact: unknown) => unknown)(fact)
      if (isThenable(told)) told.then(undefined, (error) => this.#broke(name, error))
    } catch (error) {
      this.#broke(name, error)
    }
  }

  /** An error that is the work's own is none of the hook's. */
  #mayBreak(name: keyof Hooks, error: unknown, outcome: Outcome<unknown> | undefined): void {
    const unlessSame = (own?: unknown) => own !== error && this.#broke(name, error)
    if (outcome === undefined) unlessSame()
    else if ('error' in outcome) unlessSame(outcome.error)
    else if (outcome.result instanceof Promise) outcome.result.then(() => unlessSame(), unlessSame)
    else unlessSame()
  }

  #broke(name: keyof Hooks, error: unknown): void {
    if (this.#broken.has(name)) return
    this.#broken.add(name)
    write(`tidings: the hook ${name} threw, which changes nothing but is not told again: ${printError(error)}`)
  }
}

type Outcome<T> = { readonly result: T } | { readonly error: unknown }

const run = <T>(work: () => T): Outcome<T> => {
  try {
    return { result: work() }
  } catch (error) {
    return { error }
  }
}

function unwrap<T>(outcome: Outcome<T>): T {
  if ('error' in outcome) throw outcome.error
  return outcome.result
}

const write = (line: string) => process.stderr.write(`${line}\n`)

function printFailure({ delivery, error, retryInMs }: Failed): string {
  const { type, id } = delivery.event
  const next = retryInMs === undefined ? 'is not tried again' : `is tried again in ${Math.round(retryInMs)} ms`
  return `tidings: ${delivery.subscription} failed on ${type} ${id} and ${next}: ${printError(error)}`
}

function printDeadLetter({ subscription, holding, details, error }: DeadLettered): string {
  const what =
    holding.message === undefined ? 'a message' : `${holding.message.attributes.type} ${holding.message.attributes.id}`
  const { reason, attempts } = details
  return `tidings: ${subscription} has a dead letter: ${what} (${reason}, attempts: ${attempts}): ${printError(error)}`
}
