import { type ChildProcess, spawn } from 'node:child_process'
import { workspaceRoot } from './workspace-root.js'

export interface StartedProcess {
  readonly child: ChildProcess
  /** What it printed so far. */
  readonly printed: { out: string; err: string }
  /** Its exit status, once it has ended and said all; `null` when it was killed. */
  readonly status: Promise<number | null>
}

/** A TypeScript program of the workspace in a process of its own, from source. */
export function startProcess(file: string, args: readonly string[], env: NodeJS.ProcessEnv): StartedProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@tidings/source', file, ...args], {
    cwd: workspaceRoot,
    env: { ...process.env, ...env },
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    printed.err += text
  })
  return { child, printed, status: new Promise((resolve) => child.on('close', resolve)) }
}
