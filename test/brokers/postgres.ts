import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from './broker-kind.js'
import { freePort } from './free-port.js'
import { type ProgramOptions, runProgram } from './run-program.js'

const debian = '/usr/lib/postgresql'
/** The oldest release that Tidings stands on. */
const floor = 15

export const postgres: BrokerKind = {
  name: 'postgres',
  variable: 'TIDINGS_POSTGRES',
  install: ['apt-get update', 'apt-get install -y --no-install-recommends postgresql'],

  tools: ['psql'],

  isInstalled: async () => (await findPrograms()) !== undefined,

  start: (folder) => startPostgres(folder),

  async find(folder) {
    if ((await findPrograms()) === undefined) return undefined
    const cluster = await open(folder)
    const pidFile = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '')
    const port = pidFile.split('\n')[3]
    if (port === undefined) return undefined
    const isUp = await cluster.run('pg_ctl', ['status', '-D', cluster.data]).catch(() => undefined)
    return isUp === undefined ? undefined : runningAt(cluster, Number(port))
  },
}

/** One with other settings too, which rule: `fsync=on`. */
export async function startPostgres(folder: string, more: readonly string[] = []): Promise<RunningBroker> {
  const cluster = await open(folder)
  await mkdir(folder, { recursive: true })
  const { uid, gid } = cluster.owner
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid)
  const initdb = ['-D', cluster.data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync']
  await cluster.run('initdb', initdb)
  const running = runningAt(cluster, await freePort(), more)
  await running.start()
  return running
}

interface Cluster {
  readonly folder: string
  readonly data: string
  readonly owner: ProgramOptions
  run(program: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<string>
}

function runningAt(cluster: Cluster, port: number, more: readonly string[] = []): RunningBroker {
  const { folder, data } = cluster
  // Not synchronised to the disk: what a killed process wrote is safe with the kernel all the same.
  const settings = ['fsync=off', 'max_connections=200', ...more].map((setting) => `-c ${setting}`).join(' ')
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async start() {
      await cluster.run('pg_ctl', [
        'start',
        '-w',
        '-D',
        data,
        '-l',
        join(folder, 'log'),
        '-o',
        `-p ${port} -h 127.0.0.1 -k '' ${settings}`,
      ])
    },
    async stop() {
      await cluster.run('pg_ctl', ['stop', '-m', 'fast', '-w', '-D', data])
    },
    async kill() {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
      // Its children follow; until then a new one would not start.
      while (isAlive(Number(pid))) await new Promise((resolve) => setTimeout(resolve, 10))
    },
    async remove() {
      await cluster.run('pg_ctl', ['stop', '-m', 'immediate', '-w', '-D', data]).catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function open(folder: string): Promise<Cluster> {
  const programs = await findPrograms()
  if (programs === undefined) throw new Error(`PostgreSQL ${floor} or newer is not installed`)
  const owner = await findOwner()
  return {
    folder,
    data: join(folder, 'data'),
    owner,
    run: (program, args) => runProgram(join(programs, program), args, owner),
  }
}

/** The folder with the programs of the newest release that is here. */
async function findPrograms(): Promise<string | undefined> {
  const releases = await readdir(debian).catch(() => [])
  const packaged = releases.map(Number).filter((release) => release >= floor)
  const newest = packaged.toSorted((one, other) => other - one)[0]
  if (newest !== undefined) return join(debian, String(newest), 'bin')
  const folder = (process.env.PATH ?? '').split(':').find((each) => existsSync(join(each, 'initdb')))
  if (folder === undefined) return undefined
  const version = await runProgram(join(folder, 'initdb'), ['--version'])
  return Number(/\d+/.exec(version)?.[0]) >= floor ? folder : undefined
}

/** PostgreSQL does not run as root: then the user of Debian's package owns the cluster. */
async function findOwner(): Promise<ProgramOptions> {
  if (process.getuid?.() !== 0) return {}
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return { uid: Number(user?.[2]), gid: Number(user?.[3]) }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
