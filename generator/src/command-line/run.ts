import type { LoadedSettings } from '../config/load-settings.js'
import type { Status } from '../report/report.js'
import type { Outcome, Session } from './define-command.js'
import { describeFailure } from './describe-failure.js'
import type { GivenOptions } from './options.js'
import { type AskedCommand, parseArguments } from './parse-arguments.js'
import { createTicker, type Terminal, takesColours, type Writer } from './terminal.js'

/**
 * The whole program: reads a command line (without the program's own name), does what it says, prints, and gives
 * the exit status. Throws nothing.
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<Status> {
  const debug = argv.includes('--debug') || (terminal.env['TIDINGS_DEBUG'] ?? '') !== ''
  const tellFailure = (error: unknown) => terminal.stderr.write(`${describeFailure(error, { debug })}\n`)
  try {
    const asked = await parseArguments(argv)
    if (!('text' in asked)) return await runCommand(asked, terminal, tellFailure)
    terminal.stdout.write(asked.text)
    return 0
  } catch (error) {
    tellFailure(error)
    return 2
  }
}

async function runCommand(
  asked: AskedCommand,
  terminal: Terminal,
  tellFailure: Session['tellFailure'],
): Promise<Status> {
  const { loadSettings } = await import('../config/load-settings.js')
  const reload = () => loadSettings(asked, terminal.cwd)
  const loaded = await reload()
  const print = await createPrinter(asked, loaded, terminal)
  const { settings } = loaded
  if (settings === undefined) return print(loaded, terminal.stdout)
  const interruption = new AbortController()
  const ticker = createTicker(terminal.stderr, terminal.env)
  let restore: (() => void) | undefined
  const session: Session = {
    cwd: terminal.cwd,
    stdin: () => terminal.stdin?.(),
    tick: ticker.tick,
    progress(line) {
      ticker.clear()
      terminal.stderr.write(`${line}\n`)
    },
    report: (outcome) => void print(outcome, terminal.stdout, true),
    tellFailure,
    interruption() {
      restore ??= terminal.onInterrupt?.(() => interruption.abort())
      return interruption.signal
    },
  }
  try {
    const outcome = await asked.definition.run({ ...asked, settings, reload }, session)
    if (outcome === undefined) return 0
    const { text } = outcome
    if (text !== undefined) terminal.stdout.write(text)
    // What was asked for has standard output to itself.
    return print(outcome, text === undefined ? terminal.stdout : terminal.stderr)
  } finally {
    ticker.clear()
    restore?.()
  }
}

/** Prints an outcome in the format that was asked for, and gives its exit status. */
async function createPrinter(
  { definition, options }: { readonly definition: { readonly name: string }; readonly options: GivenOptions },
  { settings }: LoadedSettings,
  { cwd, env }: Terminal,
) {
  const [{ formats }, { statusOf }] = await Promise.all([import('../report/formats.js'), import('../report/report.js')])
  const printReport = formats[settings?.format ?? options.format ?? 'text']
  const verbose = settings?.verbose ?? options.verbose ?? false
  return ({ findings, notes = [], changes = [] }: Outcome, to: Writer, continuous = false): Status => {
    const report = { command: definition.name, findings, notes, changes }
    const text = printReport(report, { cwd, env, verbose, continuous, colours: takesColours(to, env) })
    if (text !== '') to.write(text)
    return statusOf(report)
  }
}
