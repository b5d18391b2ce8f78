import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Department } from './department.js'

/** A department's process, as whoever starts it sees it. */
export interface DepartmentProcess {
  /** Resolves when it has told this; rejects when it ends before, or tells nothing of the kind for a minute. */
  told(text: string): Promise<void>
  order(id: string): void
  kill(): Promise<void>
  close(): Promise<void>
}

export function startDepartment(name: Department, url: string): DepartmentProcess {
  const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? 'process.ts' : 'process.js', import.meta.url))
  const child = fork(program, [name], {
    env: { ...process.env, PIZZERIA_TRANSPORT: url },
    execArgv: ['--import', 'tsx', '--conditions=@tidings/source'],
  })
  const heard: string[] = []
  child.on('message', (text: string) => void heard.push(text))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended(child)
  }
  return {
    async told(text) {
      for (const deadline = Date.now() + 60_000; !heard.includes(text); ) {
        if (child.exitCode !== null) throw new Error(`${name} ended before it told: ${text}`)
        if (Date.now() > deadline) throw new Error(`${name} has not told: ${text}, but: ${heard.join('; ')}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    order: (id) => void child.send(id),
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  }
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
