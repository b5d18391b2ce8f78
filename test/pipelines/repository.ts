import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { workspaceRoot } from '../workspace-root.js'

export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** A clone of a repository whose main branch has what `tidings init` writes, generated code and recorded events. */
export interface Repository {
  readonly folder: string
  /** The commit of main. */
  readonly base: string
  git(...argv: string[]): string
  write(path: string, text: string): void
  edit(path: string, change: (text: string) => string): void
  /** Runs a line as a pipeline does. */
  run(line: string, env?: Readonly<Record<string, string>>): Promise<Ran>
  remove(): void
}

const shipped = (data: object) =>
  `${JSON.stringify({ specversion: '1.0', id: '1', source: 'shop', type: 'com.example.shop.order.shipped.v1', data })}\n`

export const goodEvent = shipped({ orderId: '17', shippedAt: '2026-03-15T09:00:00Z' })
export const badEvent = shipped({ orderId: '18' })

export async function createRepository(): Promise<Repository> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tidings-pipelines-')))
  const folder = join(root, 'shop')
  const environment = {
    PATH: process.env['PATH'],
    HOME: root,
    GIT_CONFIG_GLOBAL: join(root, 'none'),
    GIT_CONFIG_SYSTEM: join(root, 'none'),
    npm_config_offline: 'true',
  }
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...argv], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    if (text.startsWith('#!')) chmodSync(join(folder, path), 0o755)
  }
  const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
    new Promise<Ran>((resolve) => {
      // As GitHub and GitLab run their lines.
      execFile(
        'bash',
        ['-eo', 'pipefail', '-c', line],
        { cwd: folder, env: { ...environment, ...env } },
        (error, stdout, stderr) =>
          resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
      )
    })

  mkdirSync(folder)
  // What `npm ci` would bring.
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  symlinkSync(join(workspaceRoot, 'generator'), join(folder, 'node_modules/tidings'))
  symlinkSync('../tidings/bin/tidings.js', join(folder, 'node_modules/.bin/tidings'))
  await run('npx tidings init --yes && npx tidings generate')
  write('recorded/orders.ndjson', goodEvent)
  execFileSync('git', ['init', '--quiet', '--bare', join(root, 'origin.git')], { env: environment })
  git('init', '--quiet', '--initial-branch', 'main')
  git('remote', 'add', 'origin', join(root, 'origin.git'))
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Begin')
  git('push', '--quiet', 'origin', 'main')
  return {
    folder,
    base: git('rev-parse', 'HEAD'),
    git,
    write,
    edit: (path, change) => write(path, change(readFileSync(join(folder, path), 'utf8'))),
    run,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  }
}
