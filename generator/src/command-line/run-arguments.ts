import { type LoadedSettings, loadSettings } from '../config/load-settings.js'
import { settle } from '../config/settle.js'
import type { Status } from '../report/report.js'
import { createPrinter, reportedProject } from './create-printer.js'
import type { Session } from './define-command.js'
import { describeFailure } from './describe-failure.js'
import { type AskedCommand, parseArguments } from './parse-arguments.js'
import { runProjects } from './run-projects.js'
import { createTicker, type Terminal } from './terminal.js'

/** The same where something is to be done. */
export async function runArguments(argv: readonly string[], terminal: Terminal): Promise<Status> {
  const debug = argv.includes('--debug') || (terminal.env['TIDINGS_DEBUG'] ?? '') !== ''
  const tellFailure = (error: unknown) => terminal.stderr.write(`${describeFailure(error, { debug })}\n`)
  try {
    const asked = await parseArguments(argv)
    if ('forwarded' in asked) return await asked.forwarded.forward(argv, terminal)
    if (!('text' in asked)) return await runCommand(asked, argv, terminal, tellFailure)
    terminal.stdout.write(asked.text)
    return 0
  } catch (error) {
    tellFailure(error)
    return 2
  }
}

async function runCommand(
  asked: AskedCommand,
  argv: readonly string[],
  terminal: Terminal,
  tellFailure: Session['tellFailure'],
): Promise<Status> {
  const { definition, options } = asked
  const reload = () => loadSettings({ ...contractOf(asked), options }, terminal.cwd)
  const { projects, format, verbose, findings, files } = await (definition.projects === 'none'
    ? withoutConfig(asked, terminal)
    : reload())
  const print = await createPrinter({ command: definition.name, format, verbose, file: options.report }, terminal)
  if (findings.length > 0) return print({ outcome: { findings }, projects: [] }, terminal.stdout)
  const interruption = new AbortController()
  const ticker = createTicker(terminal.stderr, terminal.env)
  let restore: (() => void) | undefined
  const session: Session = {
    cwd: terminal.cwd,
    env: terminal.env,
    ...(terminal.ask && { ask: (question) => terminal.ask?.(question) ?? Promise.resolve('') }),
    stdin: () => terminal.stdin?.(),
    tick: ticker.tick,
    progress(line) {
      ticker.clear()
      terminal.stderr.write(`${line}\n`)
    },
    report: (outcome, projects) => void print({ outcome, projects, isContinuous: true }, terminal.stdout),
    tellFailure,
    interruption() {
      restore ??= terminal.onInterrupt?.(() => interruption.abort())
      return interruption.signal
    },
  }
  try {
    if (options.watch && definition.watch !== undefined) {
      await definition.watch({ options, reload }, session)
      return 0
    }
    const invocation = { argv, cwd: terminal.cwd, config: files }
    const input = projects.length === 1 && options.report === undefined ? { ...asked, invocation } : asked
    const { outcome, failures } = await runProjects(definition, input, projects, session)
    const { text } = outcome
    if (text !== undefined) terminal.stdout.write(text)
    // What was asked for has standard output to itself.
    const to = text === undefined ? terminal.stdout : terminal.stderr
    return print({ outcome, projects: projects.map(reportedProject), failures }, to)
  } finally {
    ticker.clear()
    restore?.()
  }
}

/** Settings of the command line alone. */
function withoutConfig({ options }: AskedCommand, { cwd }: Terminal): LoadedSettings {
  const settings = settle({}, {}, { options }, { cwd, base: cwd })
  return { projects: [settings], format: settings.format, verbose: settings.verbose, findings: [], files: [] }
}

/** The contract that a command line names: as an argument, or by an option where the arguments are other files. */
function contractOf({ definition, arguments: given, options }: AskedCommand): { readonly contract?: string } {
  const index = definition.arguments.findIndex(({ flags }) => flags === '[contract]')
  const contract = options.contract ?? given[index]
  return contract === undefined ? {} : { contract }
}
