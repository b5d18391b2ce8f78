import { apiCode, apiErrors, nanos, type StreamConfig, type StreamInfo } from './client.js'
import { nameOf } from './names.js'
import type { Session } from './session.js'
import { covers } from './subject.js'

/** What a stream is to hold. */
export interface WantedStream {
  readonly name: string
  readonly subjects: readonly string[]
  /** For people, in the server's own tools. */
  readonly description: string
  /** What differs from the transport's options. */
  readonly config?: Partial<StreamConfig>
  /** Whether messages are deleted from it one by one. */
  readonly needsDeleting?: boolean
}

/** Finds the stream of a subject, or makes it; whoever made one that holds the subject, it is used. */
export class Streams {
  readonly #session: Session
  readonly #found = new Map<string, Promise<string>>()

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * The name of the stream that holds a subject, wildcards included. Rejects with a `TopologyMismatch` where there is
   * none and none may be made, or what is there will not do.
   */
  holding(subject: string, wanted: () => WantedStream): Promise<string> {
    let found = this.#found.get(subject)
    if (found === undefined) {
      found = this.#find(subject, wanted())
      this.#found.set(subject, found)
      // What failed is looked for again the next time.
      found.catch(() => this.#found.delete(subject))
    }
    return found
  }

  /** Looks again the next time: one may have been deleted. */
  forgetAll(): void {
    this.#found.clear()
  }

  async #find(subject: string, wanted: WantedStream): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const touching = await this.#touching(subject)
      const holder = touching.find(({ config }) => config.subjects.some((pattern) => covers(pattern, subject)))
      if (holder !== undefined) return this.#accept(holder, wanted)
      const overlapping = touching[0]
      if (overlapping !== undefined) {
        throw new MismatchFound([
          `stream ${overlapping.config.name} holds ${overlapping.config.subjects.join(', ')}, a part of ${subject}; ` +
            `expected one stream for all of it: give it the subject ${subject}`,
        ])
      }
      if (this.#session.settings.topology === 'check') {
        throw new MismatchFound([`no stream holds ${subject}; expected one, such as ${wanted.name}`])
      }
      try {
        return (await this.#session.jsm.streams.add(this.#configOf(wanted))).config.name
      } catch (error) {
        const code = apiCode(error)
        // Another instance may have made it in the same moment.
        if (code === apiErrors.subjectsOverlap && attempt < 3) continue
        if (code === apiErrors.streamNameInUse && attempt < 3 && (await this.#touching(subject)).length > 0) continue
        if (code !== apiErrors.streamNameInUse) throw error
        throw new MismatchFound([`stream ${wanted.name} does not hold ${subject}; expected it to, or another name`])
      }
    }
  }

  async #touching(subject: string): Promise<StreamInfo[]> {
    const found: StreamInfo[] = []
    for await (const info of this.#session.jsm.streams.list(subject)) found.push(info)
    return found
  }

  #accept({ config }: StreamInfo, wanted: WantedStream): string {
    const problems = unfitFor(config, wanted)
    if (config.metadata?.[mark] !== undefined) problems.push(...differences(config, this.#configOf(wanted)))
    if (problems.length > 0) throw new MismatchFound(problems.map((problem) => `stream ${config.name} ${problem}`))
    return config.name
  }

  #configOf({ name, subjects, description, config }: WantedStream): Partial<StreamConfig> & { name: string } {
    const { replicas, storage, maxAgeMs, maxBytes, duplicateWindowMs } = this.#session.settings.streams
    const maxAge = nanos(maxAgeMs)
    return {
      name,
      subjects: [...subjects],
      description,
      retention: 'limits',
      storage,
      num_replicas: replicas,
      max_age: maxAge,
      max_bytes: maxBytes,
      // What was accepted is never pushed out by what comes later.
      discard: 'new',
      duplicate_window: nanos(maxAgeMs === 0 ? duplicateWindowMs : Math.min(maxAgeMs, duplicateWindowMs)),
      metadata: { [mark]: '1' },
      ...config,
    }
  }
}

/** What is there is not what is needed; all that is found is told together. */
export class MismatchFound extends Error {
  readonly differences: readonly string[]

  constructor(differences: readonly string[]) {
    super(differences.join('; '))
    this.differences = differences
  }
}

/** On what this transport made: such are compared with its options, those of others need only do. */
const mark = 'tidings'

function unfitFor(config: StreamConfig, wanted: WantedStream): string[] {
  const problems: string[] = []
  if (config.no_ack) problems.push('confirms nothing (no_ack); expected confirmations')
  if (wanted.needsDeleting && config.deny_delete)
    problems.push('denies deleting; expected dead letters to be removable')
  if (config.sealed) problems.push('is sealed; expected one that takes messages')
  if (config.subject_transform?.dest) problems.push('renames subjects (subject_transform); expected none')
  return problems
}

function differences(actual: StreamConfig, wanted: Partial<StreamConfig>): string[] {
  return compared.flatMap((setting) => {
    const expected = wanted[setting]
    if (expected === undefined || actual[setting] === expected) return []
    return [`has ${setting} ${actual[setting]}; expected ${expected}`]
  })
}

const compared = [
  'retention',
  'storage',
  'num_replicas',
  'max_age',
  'max_bytes',
  'discard',
  'duplicate_window',
] as const satisfies readonly (keyof StreamConfig)[]

/** The stream of a channel's address. */
export const channelStream = (prefix: string, subject: string): WantedStream => ({
  name: nameOf(...subject.split('.')),
  subjects: [subject],
  description: `Events on ${subject}${prefix === '' ? '' : ` of ${prefix}`} (Tidings)`,
})
