import type { Finding } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import type { LoadedSettings, Settings } from '../config/load-settings.js'
import type { FileChange } from '../output-folder/output-file.js'
import type { GivenOptions, OptionName } from './options.js'

/** A command as plain data, and the function that does it. */
export interface CommandDefinition {
  readonly name: string
  readonly summary: string
  readonly arguments: readonly ArgumentDefinition[]
  readonly options: readonly OptionName[]
  readonly examples: readonly Example[]
  /** Without an outcome, everything has been reported already. */
  run(input: CommandInput, session: Session): Promise<Outcome | undefined>
}

export interface ArgumentDefinition {
  /** `[name]` where it may be left out, `<name>` where not. */
  readonly flags: string
  readonly summary: string
}

export interface Example {
  readonly line: string
  readonly tells: string
}

export interface CommandInput {
  readonly arguments: readonly string[]
  readonly options: GivenOptions
  /** What command line, config and defaults come to. */
  readonly settings: Settings
  /** Reads the config again. */
  reload(): Promise<LoadedSettings>
}

/** What a command ends with. It prints nothing itself. */
export interface Outcome {
  readonly findings: readonly Finding[]
  readonly notes?: readonly Note[]
  readonly changes?: readonly FileChange[]
  /** What the command was asked for, for standard output; findings then go to standard error. */
  readonly text?: string
}

/** What a command may ask of whoever runs it. */
export interface Session {
  readonly cwd: string
  /** Standard input. Not begun to be read before it is asked for. */
  stdin(): AsyncIterable<Uint8Array> | undefined
  /** Shows how far it is, on a line of a terminal that the next takes over; nothing where there is no terminal. */
  tick(line: string): void
  /** Tells people what goes on, on standard error. */
  progress(line: string): void
  /** Prints an outcome before the end, as each round of --watch does. */
  report(outcome: Outcome): void
  /** Tells a failure that does not end the command, on standard error. */
  tellFailure(error: unknown): void
  /** Aborts when the user ends the program (Ctrl-C), which then no longer ends by itself. */
  interruption(): AbortSignal
}

export const defineCommand = (definition: CommandDefinition): CommandDefinition => definition
