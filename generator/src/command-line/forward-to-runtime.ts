import type { Status } from '../report/report.js'
import type { Terminal } from './terminal.js'

/** Has the runtime do it, as `tidings-runtime` does where this package is not installed. */
export async function forwardToRuntime(argv: readonly string[], terminal: Terminal): Promise<Status> {
  const { operate } = await import('@tidings/runtime/operate')
  return operate(argv, {
    cwd: terminal.cwd,
    env: terminal.env,
    out: (text) => void terminal.stdout.write(text),
    err: (text) => void terminal.stderr.write(text),
  })
}
