import type { Finding } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import type { LoadedSettings } from '../config/load-settings.js'
import type { Settings } from '../config/settle.js'
import type { FileChange } from '../output-folder/output-file.js'
import type { Invocation } from '../remembered/keep-invocation.js'
import type { Reported, ReportedProject, RuleDescription, Status } from '../report/report.js'
import type { GivenOptions, OptionName } from './options.js'
import type { Terminal } from './terminal.js'

/** What help, completion and the documentation tell of a command. */
export interface CommandDescription {
  readonly name: string
  readonly summary: string
  readonly arguments: readonly ArgumentDefinition[]
  readonly options: readonly OptionName[]
  readonly examples: readonly Example[]
}

/** A command as plain data, and the function that does it. */
export interface CommandDefinition extends CommandDescription {
  /**
   * Whether it is run for each project of the config in turn (unless given), for one alone, since its result is not
   * to be put together, or for none: then no config is read.
   */
  readonly projects?: 'each' | 'one' | 'none'
  /** Does it for one project. */
  run(input: CommandInput, session: Session): Promise<Outcome>
  /** What `--watch` does instead of `run`, for all projects at once; it reports as it goes. */
  watch?(input: WatchInput, session: Session): Promise<void>
}

/** A command that another package does: it is handed the command line as it stands, and prints for itself. */
export interface ForwardedCommand extends CommandDescription {
  /** Resolves with the exit status. Throws nothing but what a broken world does. */
  forward(argv: readonly string[], terminal: Terminal): Promise<Status>
}

export interface ArgumentDefinition {
  /** `[name]` where it may be left out, `<name>` where not. */
  readonly flags: string
  readonly summary: string
  readonly choices?: readonly string[]
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
  /** Whence these settings; given where there is one project alone. */
  readonly invocation?: Invocation
}

export interface WatchInput {
  readonly options: GivenOptions
  /** Reads the config again. */
  reload(): Promise<LoadedSettings>
}

/** What a command ends with. It prints nothing itself. */
export interface Outcome {
  readonly findings: readonly Reported<Finding>[]
  readonly notes?: readonly Reported<Note>[]
  readonly changes?: readonly Reported<FileChange>[]
  /** How many findings are suppressed where they stand. */
  readonly suppressed?: number
  /** What is known of the rules among the findings. */
  readonly rules?: readonly RuleDescription[]
  /** What the command was asked for, for standard output; findings then go to standard error. */
  readonly text?: string
}

/** What a command may ask of whoever runs it. */
export interface Session {
  readonly cwd: string
  readonly env: Terminal['env']
  /** Asks whoever sits at the terminal; absent where nobody does. */
  readonly ask?: NonNullable<Terminal['ask']>
  /** Standard input. Not begun to be read before it is asked for. */
  stdin(): AsyncIterable<Uint8Array> | undefined
  /** Shows how far it is, on a line of a terminal that the next takes over; nothing where there is no terminal. */
  tick(line: string): void
  /** Tells people what goes on, on standard error. */
  progress(line: string): void
  /** Prints an outcome before the end, as each round of --watch does. */
  report(outcome: Outcome, projects: readonly ReportedProject[]): void
  /** Tells a failure that does not end the command, on standard error. */
  tellFailure(error: unknown): void
  /** Aborts when the user ends the program (Ctrl-C), which then no longer ends by itself. */
  interruption(): AbortSignal
}

export const defineCommand = (definition: CommandDefinition): CommandDefinition => definition

export const defineForwarded = (definition: ForwardedCommand): ForwardedCommand => definition
