import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from './broker-kind.js'
import { endProcess } from './end-process.js'
import { freePort } from './free-port.js'
import { runProgram } from './run-program.js'

/** The oldest release that Tidings stands on. */
const floor = 7

export const redis: BrokerKind = {
  name: 'redis',
  variable: 'TIDINGS_REDIS',
  // The package starts one of its own, which nobody needs here.
  install: ['apt-get update', 'apt-get install -y --no-install-recommends redis-server'],

  tools: ['redis-cli'],

  isInstalled: async () => (await findProgram()) !== undefined,

  start: (folder) => startRedis(folder),

  async find(folder) {
    const program = await findProgram()
    if (program === undefined || !existsSync(join(folder, 'port'))) return undefined
    const running = await runningAt(folder, program)
    return (await answers(running.port)) ? running : undefined
  },
}

/** One with other settings too, such as a password. */
export async function startRedis(folder: string, more: readonly string[] = []): Promise<RunningRedis> {
  const program = await findProgram()
  if (program === undefined) throw new Error(`redis-server ${floor} or newer is not installed`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'port'), String(await freePort()))
  const running = await runningAt(folder, program, more)
  await running.start()
  return running
}

export interface RunningRedis extends RunningBroker {
  readonly port: number
}

async function runningAt(folder: string, program: string, more: readonly string[] = []): Promise<RunningRedis> {
  const port = Number(await readFile(join(folder, 'port'), 'utf8'))
  const pidFile = join(folder, 'pid')
  const end = async (signal: NodeJS.Signals) => {
    const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
    if (pid > 0) await endProcess(pid, signal)
    await rm(pidFile, { force: true })
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const log = await open(join(folder, 'log'), 'a')
      const server = spawn(program, [...settings(folder, port, pidFile), ...more], {
        detached: true,
        cwd: folder,
        stdio: ['ignore', log.fd, log.fd],
      })
      server.unref()
      await log.close()
      await untilUp(server, port, join(folder, 'log'))
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async remove() {
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Not synchronised to the disk: what a killed process wrote is safe with the kernel all the same. */
const settings = (folder: string, port: number, pidFile: string): readonly string[] => [
  ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--pidfile', pidFile, '--daemonize', 'no'],
  ...['--appendonly', 'yes', '--appendfsync', 'no', '--save', ''],
]

async function untilUp(server: ChildProcess, port: number, log: string): Promise<void> {
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`redis-server ended:\n${await readFile(log, 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Whether a server that has read its data answers there, be it that it wants a password first. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    const end = (isUp: boolean) => {
      socket.destroy()
      resolve(isUp)
    }
    socket.on('data', (data) => end(/^\+PONG|^-NOAUTH/.test(data.toString()))).on('error', () => end(false))
    socket.on('close', () => resolve(false)).setTimeout(1_000, () => end(false))
  })
}

async function findProgram(): Promise<string | undefined> {
  const folder = (process.env.PATH ?? '').split(':').find((each) => existsSync(join(each, 'redis-server')))
  if (folder === undefined) return undefined
  const program = join(folder, 'redis-server')
  const major = Number(/v=(\d+)/.exec(await runProgram(program, ['--version']))?.[1])
  return major >= floor ? program : undefined
}
