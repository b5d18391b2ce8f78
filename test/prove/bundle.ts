import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { workspaceRoot } from '../workspace-root.js'

/** The processes as one file that starts at once: what is killed often must start often. */
export async function bundleProcesses(name: string): Promise<{ readonly program: string; remove(): Promise<void> }> {
  const folder = join(workspaceRoot, 'node_modules/.cache/tidings', `${name}-${process.pid}`)
  await mkdir(folder, { recursive: true })
  const program = join(folder, 'main.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'processes/main.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@tidings/source'],
    external: ['pg', '@nats-io/*', '@electric-sql/*', '@platformatic/*', 'amqplib', 'mqtt-packet', 'redis'],
    sourcemap: 'inline',
    logLevel: 'error',
  })
  return { program, remove: () => rm(folder, { recursive: true, force: true }) }
}
