import { resolve } from 'node:path'

export interface DirectoryOptions {
  /** The directory, on a local file system. Processes that name the same one reach each other. */
  readonly path: string
  /**
   * `create` makes folders that are missing; `check` makes none, and refuses to start where one is missing or takes
   * other events. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How an event stands in its file, by CloudEvents' words. Default `binary`. */
  readonly mode?: 'binary' | 'structured'
  /** How long a message stays with a process that says nothing any more. Default 30,000 ms. */
  readonly leaseMs?: number
  /** How long a publish waits for a directory that is away or full. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /** How often folders are looked through, also when nothing tells of a change. Default 500 ms. */
  readonly pollMs?: number
  /** The most bytes of data in one message. Default 1 MiB, which most brokers take. */
  readonly maxPayload?: number
}

export type DirectorySettings = Required<DirectoryOptions>

/** Throws `TypeError` or `RangeError` for what can be no option. */
export function settingsOf(options: DirectoryOptions): DirectorySettings {
  const settings: DirectorySettings = {
    path: resolve(options.path),
    topology: options.topology ?? 'create',
    mode: options.mode ?? 'binary',
    leaseMs: options.leaseMs ?? 30_000,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    pollMs: options.pollMs ?? 500,
    maxPayload: options.maxPayload ?? 1_048_576,
  }
  oneOf('topology', settings.topology, ['create', 'check'])
  oneOf('mode', settings.mode, ['binary', 'structured'])
  within('leaseMs', settings.leaseMs, 300, 86_400_000)
  within('publishTimeoutMs', settings.publishTimeoutMs, 1, 86_400_000)
  within('pollMs', settings.pollMs, 10, 86_400_000)
  within('maxPayload', settings.maxPayload, 0, 256 * 1024 * 1024)
  return settings
}

function oneOf(name: string, value: string, values: readonly string[]): void {
  if (values.includes(value)) return
  throw new TypeError(`directory: ${name} is ${JSON.stringify(value)}; expected ${values.join(' or ')}`)
}

function within(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new RangeError(`directory: ${name} is ${value}; expected a whole number from ${least} to ${most}`)
}
