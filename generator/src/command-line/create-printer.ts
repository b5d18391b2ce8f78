import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Settings } from '../config/settle.js'
import type { Format } from '../report/formats.js'
import type { PrintReport } from '../report/printing.js'
import type { Failure, Reported, ReportedProject, Status } from '../report/report.js'
import type { Outcome } from './define-command.js'
import { type Terminal, takesColours, type Writer } from './terminal.js'

export interface PrinterOptions {
  /** The command's name. */
  readonly command: string
  readonly format: Format
  readonly verbose: boolean
  /** Where the report goes; text then goes to the terminal. */
  readonly file: string | undefined
}

export interface Printed {
  readonly outcome: Outcome
  readonly projects: readonly ReportedProject[]
  readonly failures?: readonly Reported<Failure>[]
  /** One report of several, as with --watch. */
  readonly isContinuous?: boolean
}

/** Prints an outcome in the format that was asked for, and gives its exit status. */
export async function createPrinter({ command, format, verbose, file }: PrinterOptions, { cwd, env }: Terminal) {
  const [{ formats }, { statusOf }] = await Promise.all([import('../report/formats.js'), import('../report/report.js')])
  return ({ outcome, projects, failures = [], isContinuous }: Printed, to: Writer): Status => {
    const { findings, notes = [], changes = [], suppressed = 0, rules = [] } = outcome
    const report = { command, projects, findings, notes, changes, suppressed, rules, failures }
    const print = (printReport: PrintReport, continuous: boolean, colours: boolean) =>
      printReport(report, { cwd, env, verbose, continuous, colours })
    if (file !== undefined) {
      mkdirSync(dirname(resolve(cwd, file)), { recursive: true })
      writeFileSync(resolve(cwd, file), print(formats[format], false, false))
    }
    const text = print(formats[file === undefined ? format : 'text'], isContinuous ?? false, takesColours(to, env))
    if (text !== '') to.write(text)
    return failures.length > 0 ? 2 : statusOf(report)
  }
}

export const reportedProject = ({ project, contract }: Settings): ReportedProject => ({ name: project, contract })
