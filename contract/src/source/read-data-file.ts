import type { Finding } from '../finding/finding.js'
import { createReporter } from '../finding/reporter.js'
import { disk } from './file-access.js'
import { parseSource } from './parse-source.js'
import { createWhereabouts } from './whereabouts.js'

/** Reads a YAML or JSON file that is no contract, such as a config. Rejects where it cannot be read at all. */
export async function readDataFile(file: string): Promise<{ value?: unknown; findings: readonly Finding[] }> {
  const reporter = createReporter()
  const { value } = parseSource(file, await disk.readFile(file), createWhereabouts(), reporter)
  return reporter.hasError() ? { findings: reporter.findings() } : { value, findings: reporter.findings() }
}
