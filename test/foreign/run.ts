import { spawn } from 'node:child_process'

/** Answers with what it printed; rejects with what it complained of. */
export function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    let [printed, complaint] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve(printed)
      else reject(new Error(`${program} ended with ${status}: ${complaint.trim().split('\n').at(-1)}`))
    })
    child.stdin.on('error', () => {}).end(input)
  })
}
