import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from './broker-kind.js'
import { endProcess } from './end-process.js'
import { freePort } from './free-port.js'
import { runProgram } from './run-program.js'

/** The oldest release that Tidings stands on, and one that Go 1.23 and later build. */
const floor = [2, 10] as const
const release = 'v2.10.29'

export const nats: BrokerKind = {
  name: 'nats',
  variable: 'TIDINGS_NATS',
  install: [`GOBIN="$HOME/go/bin" go install github.com/nats-io/nats-server/v2@${release}`],

  isInstalled: async () => (await findProgram()) !== undefined,

  start: (folder) => startNats(folder),

  async find(folder) {
    const program = await findProgram()
    if (program === undefined || !existsSync(join(folder, 'port'))) return undefined
    const running = await runningAt(folder, program)
    return (await answers(running.port)) ? running : undefined
  },
}

/** One with more arguments, such as a file of settings. */
export async function startNats(folder: string, more: readonly string[] = []): Promise<RunningBroker> {
  const program = await findProgram()
  if (program === undefined) throw new Error(`nats-server ${floor.join('.')} or newer is not installed`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'port'), String(await freePort()))
  const running = await runningAt(folder, program, more)
  await running.start()
  return running
}

interface RunningNats extends RunningBroker {
  readonly port: number
}

async function runningAt(folder: string, program: string, more: readonly string[] = []): Promise<RunningNats> {
  const port = Number(await readFile(join(folder, 'port'), 'utf8'))
  const pidFile = join(folder, 'pid')
  const end = async (signal: NodeJS.Signals) => {
    const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
    if (pid > 0) await endProcess(pid, signal)
    await rm(pidFile, { force: true })
  }
  return {
    port,
    url: `nats://127.0.0.1:${port}`,
    async start() {
      const log = await open(join(folder, 'log'), 'a')
      const args = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', join(folder, 'data'), '-P', pidFile, ...more]
      const server = spawn(program, args, { detached: true, cwd: folder, stdio: ['ignore', log.fd, log.fd] })
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

async function untilUp(server: ChildProcess, port: number, log: string): Promise<void> {
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`nats-server ended:\n${await readFile(log, 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Whether a server greets there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (greeted: boolean) => {
      socket.destroy()
      resolve(greeted)
    }
    socket.on('data', () => end(true)).on('error', () => end(false))
    socket.on('close', () => resolve(false)).setTimeout(1_000, () => end(false))
  })
}

async function findProgram(): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(':'), join(homedir(), 'go', 'bin')]
  const folder = folders.find((each) => existsSync(join(each, 'nats-server')))
  if (folder === undefined) return undefined
  const program = join(folder, 'nats-server')
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(await runProgram(program, ['--version'])) ?? [])
    .slice(1)
    .map(Number)
  return major > floor[0] || (major === floor[0] && minor >= floor[1]) ? program : undefined
}
