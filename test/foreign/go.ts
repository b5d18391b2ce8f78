import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.js'

/** The program in Go, made from its source; Go itself keeps what it has compiled. Or why there is none. */
export async function buildTablet(): Promise<{ readonly command: string; remove(): Promise<void> } | string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-go-'))
  const tablet = join(folder, 'tablet')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const flags = ['-buildvcs=false', '-ldflags=-s -w']
    await run('go', ['-C', join(import.meta.dirname, 'go'), 'build', ...flags, '-o', tablet])
    return { command: tablet, remove }
  } catch (error) {
    await remove()
    return `no program in Go: ${error instanceof Error ? error.message : error}`
  }
}
