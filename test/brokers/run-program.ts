import { spawn } from 'node:child_process'

export interface ProgramOptions {
  /** As whom it runs; as ourselves unless given. */
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  readonly env?: NodeJS.ProcessEnv
}

/** Runs a program to its end; answers with what it printed, rejects with it when it fails. */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    // Not into the caller's folder, which another user may not enter; and a daemon that it starts must not hold our pipes.
    const child = spawn(program, args, { ...options, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
      })
    }
    child.on('error', reject)
    child.on('exit', (status) => {
      const end = () => {
        clearTimeout(grace)
        if (status === 0) resolve(printed)
        else reject(new Error(`${program} ${args.join(' ')} ended with ${status}:\n${printed}`))
      }
      // What it printed may still be on its way; only a daemon keeps the pipes open for longer.
      const grace = setTimeout(end, 500)
      child.once('close', end)
    })
  })
}
