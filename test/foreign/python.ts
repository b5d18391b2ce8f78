import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.js'

const packages = [
  'cloudevents>=2.2,<3',
  'confluent-kafka>=2.6,<3',
  'faststream[kafka,mqtt,nats,rabbit,redis]>=0.7.8,<0.8',
  'nats-py>=2.14,<3',
  'paho-mqtt>=2.1,<3',
  'pika>=1.3,<2',
  'psycopg[binary]>=3.2,<4',
  'redis>=5,<9',
]

/** Python with the packages that the foreign programs import; they are installed once on a machine. Or why there is none. */
export async function findPython(): Promise<{ readonly command: string } | string> {
  try {
    const version = await run('python3', ['--version'])
    const key = createHash('sha256')
      .update([version, ...packages].join('\n'))
      .digest('hex')
      .slice(0, 8)
    const folder = join(homedir(), '.cache', 'tidings', `python-${key}`)
    if (!existsSync(folder)) await install(folder)
    return { command: join(folder, 'bin', 'python') }
  } catch (error) {
    return `no Python with ${packages.join(', ')}: ${error instanceof Error ? error.message : error}`
  }
}

/** In a folder beside it, so that it is there whole or not at all. */
async function install(folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true })
  const beside = await mkdtemp(`${folder}-`)
  try {
    await run('python3', ['-m', 'venv', beside])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
    await run(join(beside, 'bin', 'python'), pip)
    await rename(beside, folder)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    // Somebody else was faster.
    if (!existsSync(folder)) throw error
  }
}
