import { type ChildProcess, spawn } from 'node:child_process'
import type { Task } from './task.js'

/** A process that may be killed at any moment, and is started again. */
export interface Actor {
  readonly name: string
  start(): void
  /** SIGKILL: it gets no chance to do anything more. */
  kill(): Promise<void>
  /** Asked to end, it ends in good order; killed when it does not. */
  end(graceMs: number): Promise<void>
}

export function createActor(program: string, task: Task): Actor {
  let child: ChildProcess | undefined
  const ended = (process: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (process.exitCode !== null || process.signalCode !== null) resolve()
      else process.once('exit', () => resolve())
    })
  const stop = async (signal: NodeJS.Signals) => {
    if (child === undefined) return
    child.kill(signal)
    await ended(child)
  }
  return {
    name: `${task.role} ${task.index}`,
    start() {
      child = spawn(process.execPath, ['--enable-source-maps', program], {
        env: { ...process.env, PROVE_TASK: JSON.stringify(task) },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
    },
    kill: () => stop('SIGKILL'),
    async end(graceMs) {
      const timer = setTimeout(() => child?.kill('SIGKILL'), graceMs)
      await stop('SIGTERM')
      clearTimeout(timer)
    },
  }
}
