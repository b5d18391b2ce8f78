import { fail } from 'node:assert'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fromJson, toJson } from '../cloudevents/json.js'
import type { DeadLettered } from '../delivery/facts.js'
import type { Hooks } from '../delivery/hooks.js'
import type { AnyEvent } from '../event/any-event.js'
import { isEvent } from '../event/brand.js'
import type { EventClass } from '../event/event-class.js'
import { equal } from '../validation/equal.js'
import { type ProblemText, problemsOf } from './problems-of.js'

export interface RecordOptions {
  /** The application of the bus: the source of events whose contract gives none. `tests` unless given. */
  readonly application?: string
  /** Hooks of your own, which are called as well. */
  readonly hooks?: Hooks
}

/** All that was published on the buses that have its hooks. */
export interface EventRecorder {
  /** To be given to `createBus`. Dead letters go to the recorder instead of standard error, unless `hooks` takes them. */
  readonly hooks: Hooks
  /** In the order in which they were accepted. */
  readonly events: readonly AnyEvent[]
  readonly deadLetters: readonly DeadLettered[]
  /**
   * What is wrong: events that are not valid, or not the same after they were encoded and decoded, and dead letters
   * that were undecodable or invalid. Dead letters of handlers that failed are not: tests may be about them.
   */
  problems(): readonly string[]
  /** Fails the test with all problems, if there are any. */
  check(): void
  /**
   * Writes the events as NDJSON, each a structured CloudEvent, and makes the folder. `tidings validate` can then hold
   * them against the contract of whoever receives them.
   */
  save(file: string): Promise<void>
  /** Forgets everything. */
  clear(): void
}

/**
 * Records what tests publish, and judges it.
 *
 * ```ts
 * const recorder = recordEvents()
 * const bus = createBus({ transport: inMemory(), hooks: recorder.hooks })
 * afterEach(() => recorder.check())
 * afterAll(() => recorder.save('recorded/orders.ndjson'))
 * ```
 */
export function recordEvents({ application = 'tests', hooks = {} }: RecordOptions = {}): EventRecorder {
  const events: AnyEvent[] = []
  const deadLetters: DeadLettered[] = []
  const recorder: EventRecorder = {
    hooks: {
      ...hooks,
      published(fact) {
        events.push(fact.event)
        return hooks.published?.(fact)
      },
      deadLettered(fact) {
        deadLetters.push(fact)
        return hooks.deadLettered?.(fact)
      },
    },
    events,
    deadLetters,
    problems: () => [
      ...events.flatMap((event) => problemsOfPublished(event, application)),
      ...deadLetters.flatMap(problemOfDeadLetter),
    ],
    check() {
      const problems = recorder.problems()
      if (problems.length > 0)
        fail(`what was published is not in order:\n${problems.map((each) => `  ${each}`).join('\n')}`)
    },
    async save(file) {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, events.map((event) => `${toJson(event, { source: application })}\n`).join(''))
    },
    clear() {
      events.length = 0
      deadLetters.length = 0
    },
  }
  return recorder
}

function problemsOfPublished(event: AnyEvent, application: string): readonly string[] {
  const subject = `${event.type} ${event.id}`
  const eventClass = event.constructor as unknown as EventClass
  const own = problemsOf(event, eventClass)
  const found = own.length > 0 ? own : problemsOfRoundTrip(event, eventClass, application)
  return found.map((problem) => `${subject}: ${problem}`)
}

/** Whoever receives it reads what was sent. */
function problemsOfRoundTrip(event: AnyEvent, eventClass: EventClass, source: string): readonly ProblemText[] {
  try {
    const received = fromJson(eventClass, toJson(event, { source }))
    const isSame = isEvent(received) && equal(received.toJSON(), { ...event.toJSON(), source: event.source ?? source })
    return isSame ? [] : ['it is not the same after it was encoded and decoded']
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function problemOfDeadLetter({ subscription, holding, details, error }: DeadLettered): readonly string[] {
  if (details.reason !== 'undecodable' && details.reason !== 'invalid') return []
  const what =
    holding.message === undefined ? 'a message' : `${holding.message.attributes.type} ${holding.message.attributes.id}`
  return [`${subscription} could not read ${what}: ${error instanceof Error ? error.message : error}`]
}
