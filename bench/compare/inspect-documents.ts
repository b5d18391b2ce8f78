import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lint } from 'tidings'
import type { Peers } from './peers.js'

/** One thing that a tool says of a document. */
export interface Told {
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'info'
  /** It names file, line and column. */
  readonly hasPlace: boolean
  /** It says how to put it right. */
  readonly hasMend: boolean
}

/** References may leave the folder, as they may for the peer. */
export async function toldByTidings(file: string): Promise<readonly Told[]> {
  const findings = await lint({ contract: file, allowRefsOutside: true })
  return findings.map(({ rule, severity, place, mend }) => ({
    rule,
    severity,
    hasPlace: place !== undefined,
    hasMend: mend !== '',
  }))
}

interface Diagnostic {
  readonly code: string
  readonly severity: 0 | 1 | 2 | 3
  readonly source?: string
  readonly range?: object
}

/** Runs the whole command. A diagnostic has no field for a mend. */
export async function toldByPeer(file: string, folder: string, peers: Peers): Promise<readonly Told[]> {
  const report = join(folder, 'diagnostics.json')
  rmSync(report, { force: true })
  await peers.asyncapi('validate', file, '--diagnostics-format', 'json', '--save-output', report)
  const diagnostics: readonly Diagnostic[] = JSON.parse(readFileSync(report, 'utf8'))
  return diagnostics.map(({ code, severity, source, range }) => ({
    rule: code,
    severity: (['error', 'warning', 'info', 'info'] as const)[severity],
    hasPlace: source !== undefined && range !== undefined,
    hasMend: false,
  }))
}
