import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { until } from './stage.js'

/** Starts a process that tells line by line what it holds, waits until that is so much, and kills it by SIGKILL. */
export async function heldByKilled(program: URL, args: readonly string[], count: number): Promise<string[]> {
  const node = ['--conditions=@tidings/source', '--import', import.meta.resolve('tsx'), fileURLToPath(program)]
  const child = spawn(process.execPath, [...node, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const held = () => printed.split('\n').filter((line) => line !== '')
  try {
    await until(() => held().length >= count, 'the process held enough', 30_000)
    // It must not take more than it may hold.
    await new Promise((resolve) => setTimeout(resolve, 300))
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return held()
}
