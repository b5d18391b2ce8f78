import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { gitEnvironment } from './run-git.js'

/** Contents of a repository by their object names. */
export interface ObjectReader {
  read(object: string): Promise<Buffer>
  close(): void
}

/** Reads objects with one `git cat-file --batch`, which starts with the first of them. */
export function createObjectReader(top: string): ObjectReader {
  const waiting: { settle(content: Buffer): void; fail(error: Error): void }[] = []
  let git: ChildProcessByStdio<Writable, Readable, null> | undefined
  let received = Buffer.alloc(0)

  const start = () => {
    const started = spawn('git', ['cat-file', '--batch'], {
      cwd: top,
      env: gitEnvironment(),
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    started.stdout.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      while (takeAnswer()) {}
    })
    const fail = (error: Error) => {
      for (const { fail } of waiting.splice(0)) fail(error)
    }
    started.on('error', fail)
    started.on('close', () => fail(new Error('git ended before it had answered')))
    return started
  }

  /** `<object> <kind> <size>\n<content>\n`, or `<object> missing\n`. */
  const takeAnswer = (): boolean => {
    const end = received.indexOf(10)
    if (end === -1) return false
    const [, kind, size] = received.subarray(0, end).toString('latin1').split(' ')
    if (size === undefined) {
      received = received.subarray(end + 1)
      waiting.shift()?.fail(new Error(`the object is ${kind} in the repository`))
      return true
    }
    const start = end + 1
    if (received.length <= start + Number(size)) return false
    waiting.shift()?.settle(Buffer.from(received.subarray(start, start + Number(size))))
    received = received.subarray(start + Number(size) + 1)
    return true
  }

  return {
    read: (object) =>
      new Promise((settle, fail) => {
        git ??= start()
        waiting.push({ settle, fail })
        git.stdin.write(`${object}\n`)
      }),
    close: () => void git?.stdin.end(),
  }
}
