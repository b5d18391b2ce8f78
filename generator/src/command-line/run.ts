import { recallInvocation } from '../remembered/recall-invocation.js'
import type { Status } from '../report/report.js'
import type { Terminal } from './terminal.js'

/**
 * The whole program: reads a command line (without the program's own name), does what it says, prints, and gives
 * the exit status. Throws nothing.
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<Status> {
  const line = recallInvocation(argv, terminal.cwd)
  if (line === undefined) return await (await import('./run-arguments.js')).runArguments(argv, terminal)
  terminal.stderr.write(`${line}\n`)
  return 0
}
