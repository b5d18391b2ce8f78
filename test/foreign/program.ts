import { spawn } from 'node:child_process'
import { expect, onTestFailed, onTestFinished } from 'vitest'
import { eventsIn, type Foreign } from './converse.js'

/**
 * A program that runs all the while: it says `ready` when it hears what is published, prints each event that it reads
 * as one line of JSON, and is given on one line the one that it writes; then it ends.
 */
export function program(command: readonly string[], placeOf: (address: string) => string): Foreign {
  let running: Running | undefined
  const started = () => running ?? expect.unreachable('it was not prepared')
  return {
    async prepare(url, orders, kitchen) {
      running = start([...command, url, placeOf(orders), placeOf(kitchen)])
      await expect.poll(() => started().lines(), { timeout: 30_000 }).toContain('ready')
    },
    read: async () =>
      eventsIn(
        started()
          .lines()
          .filter((line) => line !== 'ready')
          .join('\n'),
      ),
    write: (_url, _address, event) => started().end(`${JSON.stringify(event)}\n`),
  }
}

interface Running {
  /** What it printed. Throws when it ended by itself. */
  lines(): readonly string[]
  /** Gives it its last words to read; resolves when it ended well. */
  end(input: string): Promise<void>
}

function start([command = '', ...args]: readonly string[]): Running {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [printed, complaint] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  onTestFailed(() => console.error(complaint))
  child.stdin.on('error', () => {})
  let failure: Error | undefined
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) resolve()
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${complaint}`))
    })
  })
  ended.catch((error: Error) => {
    failure = error
  })
  return {
    lines() {
      if (failure !== undefined) throw failure
      return printed.split('\n').slice(0, -1)
    },
    end(input) {
      child.stdin.end(input)
      return ended
    },
  }
}
