/** One option of the command line. */
export interface OptionDefinition {
  /** `--name`, or `--name <value>` where it takes one. */
  readonly flags: string
  readonly summary: string
  readonly choices?: readonly string[]
  /** Says how one run goes, so that a config file does not hold it. */
  readonly once?: true
}

/** Every option, by the name that it has in a config file. Commands name those that they take. */
export const options = {
  out: { flags: '--out <folder>', summary: 'where the generated files go (generated)' },
  check: { flags: '--check', summary: 'write nothing, and fail when the output is not current', once: true },
  watch: { flags: '--watch', summary: 'generate again whenever the contract changes, until Ctrl-C', once: true },
  language: { flags: '--language <language>', summary: 'write payload models in another language instead of the SDK' },
  perspective: {
    flags: '--perspective <whose>',
    summary: "whose eyes see the contract: the application's that it describes, or a client's of it",
    choices: ['application', 'client'],
  },
  importExtension: {
    flags: '--import-extension <ending>',
    summary: 'how import specifiers of generated files end (.js)',
    choices: ['.js', '.ts', 'none'],
  },
  allowRemoteRefs: { flags: '--allow-remote-refs', summary: 'follow references to the network' },
  allowRefsOutside: { flags: '--allow-refs-outside', summary: 'follow references to files outside the project' },
  config: { flags: '--config <file>', summary: 'read this config file (the nearest tidings.config.*)', once: true },
  format: {
    flags: '--format <format>',
    summary: 'how findings are printed (text)',
    choices: ['text', 'json', 'github'],
  },
  verbose: { flags: '--verbose', summary: 'tell each note with its place, and how many findings a document ignores' },
  ruleSet: {
    flags: '--rule-set <set>',
    summary: 'which rules lint begins with (recommended)',
    choices: ['recommended', 'strict'],
    once: true,
  },
  fix: { flags: '--fix', summary: 'mend what can be mended without changing what events mean', once: true },
  debug: { flags: '--debug', summary: 'print the stack of an internal error (or TIDINGS_DEBUG=1)', once: true },
} as const satisfies Record<string, OptionDefinition>

export type OptionName = keyof typeof options

/** What the command line said. What it left out is left out here. */
export interface GivenOptions {
  readonly out?: string
  readonly check?: boolean
  readonly watch?: boolean
  readonly language?: string
  readonly perspective?: 'application' | 'client'
  readonly importExtension?: '.js' | '.ts' | 'none'
  readonly allowRemoteRefs?: boolean
  readonly allowRefsOutside?: boolean
  readonly config?: string
  readonly format?: 'text' | 'json' | 'github'
  readonly verbose?: boolean
  readonly ruleSet?: 'recommended' | 'strict'
  readonly fix?: boolean
  readonly debug?: boolean
}
