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
  contract: { flags: '--contract <file>', summary: 'the AsyncAPI document (asyncapi.yaml)' },
  compatibility: {
    flags: '--compatibility <mode>',
    summary: 'which breaks are errors (by the direction of each operation)',
    choices: ['backward', 'forward', 'full', 'none'],
  },
  transitive: {
    flags: '--transitive <tags>',
    summary: "compare with every git tag that matches, such as 'v*'",
    once: true,
  },
  undeclaredInUse: {
    flags: '--undeclared-in-use',
    summary: 'somebody sends undeclared properties: to declare one is an error, not a warning',
  },
  suggestVersion: { flags: '--suggest-version', summary: 'print the next version of the contract', once: true },
  event: { flags: '--event <name>', summary: 'the event that the records are, by id, name or type', once: true },
  channel: { flags: '--channel <name>', summary: 'the channel that they were on, by id or address', once: true },
  input: {
    flags: '--input <form>',
    summary: 'how the files hold their events (told by each file)',
    choices: ['json', 'ndjson', 'http'],
    once: true,
  },
  envelope: {
    flags: '--envelope <kind>',
    summary: 'what stands around the data (told by each record)',
    choices: ['cloudevents', 'none'],
    once: true,
  },
  tolerant: { flags: '--tolerant', summary: 'let undeclared properties of a newer producer pass' },
  summary: { flags: '--summary', summary: 'print how the events of each type came out', once: true },
  maxFindings: { flags: '--max-findings <number>', summary: 'show so many findings, and count the others (100)' },
  project: { flags: '--project <name>', summary: 'only this project of the config (all of them)', once: true },
  config: { flags: '--config <file>', summary: 'read this config file (the nearest tidings.config.*)', once: true },
  format: {
    flags: '--format <format>',
    summary: 'how findings are printed (text)',
    choices: ['text', 'json', 'github', 'sarif', 'junit'],
  },
  report: {
    flags: '--report <file>',
    summary: 'write the report to this file in that format, and text to the terminal',
    once: true,
  },
  verbose: { flags: '--verbose', summary: 'tell each note with its place, and how many findings a document ignores' },
  yes: { flags: '--yes', summary: 'ask nothing, and take what is proposed', once: true },
  install: { flags: '--install', summary: 'install the dependencies too', once: true },
  package: { flags: '--package', summary: 'make the output folder a package to publish, too', once: true },
  dryRun: { flags: '--dry-run', summary: 'write nothing, and say what would be written', once: true },
  ruleSet: {
    flags: '--rule-set <set>',
    summary: 'which rules lint begins with (recommended)',
    choices: ['recommended', 'strict'],
    once: true,
  },
  fix: { flags: '--fix', summary: 'mend what can be mended without changing what events mean', once: true },
  bus: { flags: '--bus <file>', summary: 'the module whose default export is the bus, not started', once: true },
  subscription: {
    flags: '--subscription <name>',
    summary: "only those of one subscription; tidings-relay is the relay's own",
    once: true,
  },
  type: { flags: '--type <type>', summary: 'only those of one CloudEvents type', once: true },
  id: { flags: '--id <id>', summary: 'only this one', once: true },
  limit: { flags: '--limit <number>', summary: 'at most as many (list: 100)', once: true },
  rate: { flags: '--rate <number>', summary: 'redrive at most as many a second', once: true },
  all: { flags: '--all', summary: 'redrive or discard without choosing', once: true },
  listFormat: { flags: '--format <format>', summary: 'how list prints (text)', choices: ['text', 'json'], once: true },
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
  readonly contract?: string
  readonly compatibility?: 'backward' | 'forward' | 'full' | 'none'
  readonly transitive?: string
  readonly undeclaredInUse?: boolean
  readonly suggestVersion?: boolean
  readonly event?: string
  readonly channel?: string
  readonly input?: 'json' | 'ndjson' | 'http'
  readonly envelope?: 'cloudevents' | 'none'
  readonly tolerant?: boolean
  readonly summary?: boolean
  /** A number, as it was typed. */
  readonly maxFindings?: string
  readonly project?: string
  readonly config?: string
  readonly format?: 'text' | 'json' | 'github' | 'sarif' | 'junit'
  readonly report?: string
  readonly verbose?: boolean
  readonly yes?: boolean
  readonly install?: boolean
  readonly package?: boolean
  readonly dryRun?: boolean
  readonly ruleSet?: 'recommended' | 'strict'
  readonly fix?: boolean
  readonly debug?: boolean
}
