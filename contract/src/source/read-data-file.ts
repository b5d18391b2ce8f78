import type { Finding, Place } from '../finding/finding.js'
import { createReporter } from '../finding/reporter.js'
import { disk } from './file-access.js'
import { parseSource } from './parse-source.js'
import { writePointer } from './pointer.js'
import { createWhereabouts } from './whereabouts.js'

export interface DataFile {
  /** Absent where a finding is an error. */
  readonly value?: unknown
  readonly findings: readonly Finding[]
  /** Where a value stands, or its key; the nearest thing around it where nothing stands there. */
  placeOf(path: readonly (string | number)[], what: 'value' | 'key'): Place
}

/** Reads a YAML or JSON file that is no contract, such as a config. Rejects where it cannot be read at all. */
export async function readDataFile(file: string): Promise<DataFile> {
  const reporter = createReporter()
  const source = await parseSource(file, await disk.readFile(file), createWhereabouts(), reporter)
  const placeOf: DataFile['placeOf'] = (path, what) => ({
    file,
    ...source.locate(path.map(String), what),
    ...(path.length > 0 && { pointer: writePointer(path) }),
  })
  const findings = reporter.findings()
  return reporter.hasError() ? { findings, placeOf } : { value: source.value, findings, placeOf }
}
