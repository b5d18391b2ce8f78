import { defineCommand } from '../command-line/define-command.js'
import { placeName } from '../report/place-name.js'
import type { Progress, Validated } from '../validate/validate-events.js'

export default defineCommand({
  name: 'validate',
  summary: 'holds recorded events against a contract',
  arguments: [{ flags: '<file...>', summary: 'recorded events: files and globs, - for standard input' }],
  options: [
    'contract',
    'event',
    'channel',
    'input',
    'envelope',
    'tolerant',
    'summary',
    'maxFindings',
    'perspective',
    'allowRemoteRefs',
    'allowRefsOutside',
    'project',
    'config',
    'format',
    'report',
    'debug',
  ],
  projects: 'one',
  examples: [
    { line: "tidings validate 'recorded/**/*.ndjson'", tells: 'CloudEvents, each found by its type' },
    { line: 'tidings validate --event OrderConfirmed order.json', tells: 'bare data of one event' },
    { line: 'tidings validate --contract partner.yaml --summary events.ndjson.gz', tells: "another team's contract" },
    { line: 'kcat -C -t orders -e | tidings validate --channel orders -', tells: 'what was on a channel' },
  ],
  async run({ arguments: files, options, settings }, session) {
    const { validateEvents } = await import('../validate/validate-events.js')
    const { event, channel, input, envelope, summary } = options
    const stdin = files.includes('-') ? session.stdin() : undefined
    const validated = await validateEvents({
      ...settings,
      files,
      cwd: session.cwd,
      ...(stdin && { stdin }),
      ...(event !== undefined && { event }),
      ...(channel !== undefined && { channel }),
      ...(input && { input }),
      ...(envelope && { envelope }),
      onProgress: throttled((progress) => session.tick(progressLine(progress, session.cwd))),
    })
    session.progress(conclusion(validated))
    const text = summary ? summaryText(validated, settings.format === 'json') : undefined
    return { findings: validated.findings, ...(text !== undefined && { text }) }
  },
})

/** Ten times a second is as often as anybody looks. */
function throttled(show: (progress: Progress) => void): (progress: Progress) => void {
  let last = Number.NEGATIVE_INFINITY
  return (progress) => {
    if (performance.now() - last < 100) return
    show(progress)
    last = performance.now()
  }
}

function progressLine({ file, bytes, bytesRead, events }: Progress, cwd: string): string {
  const share = bytes === undefined || bytes === 0 ? '' : ` ${Math.floor((bytesRead / bytes) * 100)} %`
  return `${placeName(file, cwd)}${share}, ${numbered(events, 'event')}`
}

function conclusion({ files, events, invalid }: Validated): string {
  if (files === 0) return 'The contract cannot be used.'
  const told = invalid === 0 ? 'all valid' : `${grouped(invalid)} not valid`
  return `${numbered(events, 'event')} in ${numbered(files, 'file')}: ${events === 0 ? 'nothing to validate' : told}.`
}

function summaryText({ summary }: Validated, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ summary }, null, 2)}\n`
  const rows = summary.map(({ event, count, invalid, first = '-', last = '-' }) => [
    event,
    grouped(count),
    grouped(invalid),
    first,
    last,
  ])
  const table = [['event', 'count', 'invalid', 'first seen', 'last seen'], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 1 || at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
  return table.map((row) => `${line(row).join('  ').trimEnd()}\n`).join('')
}

const grouped = (count: number): string => count.toLocaleString('en')

const numbered = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? '' : 's'}`
