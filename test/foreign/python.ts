import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Python {
  run(args: readonly string[], input?: string): Promise<string>
  remove(): Promise<void>
}

const packages = ['cloudevents>=2.2,<3', 'nats-py>=2.9,<3', 'psycopg[binary]>=3.2,<4']

/** Python with the packages that the foreign program imports, in a folder of its own; or why there is none. */
export async function findPython(): Promise<Python | string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-python-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const program = join(folder, 'bin/python')
  try {
    await run('python3', ['-m', 'venv', folder])
    await run(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages])
  } catch (error) {
    await remove()
    return `no Python with ${packages.join(', ')}: ${error instanceof Error ? error.message : error}`
  }
  const file = join(import.meta.dirname, 'program.py')
  return { run: (args, input) => run(program, [file, ...args], input), remove }
}

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
