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
const floor = [2, 0] as const

export const mqtt: BrokerKind = {
  name: 'mqtt',
  variable: 'TIDINGS_MQTT',
  // Debian starts one of its own with the package, which nobody here needs.
  install: ['apt-get update', 'apt-get install -y --no-install-recommends mosquitto mosquitto-clients'],

  tools: ['mosquitto_sub'],

  isInstalled: async () => (await findProgram()) !== undefined,

  start: (folder) => startMosquitto(folder),

  async find(folder) {
    const program = await findProgram()
    if (program === undefined || !existsSync(join(folder, 'port'))) return undefined
    const running = await runningAt(folder, program)
    return (await answers(running.port)) ? running : undefined
  },
}

/** One with more settings, such as who may do what. */
export async function startMosquitto(
  folder: string,
  settings: readonly string[] = ['allow_anonymous true'],
): Promise<RunningBroker> {
  const program = await findProgram()
  if (program === undefined) throw new Error(`mosquitto ${floor.join('.')} or newer is not installed`)
  await mkdir(join(folder, 'data'), { recursive: true })
  const port = await freePort()
  await writeFile(join(folder, 'port'), String(port))
  await writeFile(
    join(folder, 'mosquitto.conf'),
    [
      `listener ${port} 127.0.0.1`,
      'persistence true',
      `persistence_location ${join(folder, 'data')}/`,
      // By default what is beyond 1,000 waiting messages is dropped, and nobody is told.
      'max_queued_messages 0',
      'set_tcp_nodelay true',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      ...settings,
      '',
    ].join('\n'),
  )
  const running = await runningAt(folder, program)
  await running.start()
  return running
}

interface RunningMosquitto extends RunningBroker {
  readonly port: number
}

async function runningAt(folder: string, program: string): Promise<RunningMosquitto> {
  const port = Number(await readFile(join(folder, 'port'), 'utf8'))
  const pidFile = join(folder, 'pid')
  const end = async (signal: NodeJS.Signals) => {
    const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
    if (pid > 0) await endProcess(pid, signal)
    await rm(pidFile, { force: true })
  }
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    // It writes down what it has when it is asked to end, and now and then.
    endures: 'stop',
    async start() {
      const log = await open(join(folder, 'log'), 'a')
      const args = ['-c', join(folder, 'mosquitto.conf')]
      const server = spawn(program, args, { detached: true, cwd: folder, stdio: ['ignore', log.fd, log.fd] })
      server.unref()
      await log.close()
      if (server.pid !== undefined) await writeFile(pidFile, String(server.pid))
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
    if (server.exitCode !== null) throw new Error(`mosquitto ended:\n${await readFile(log, 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Whether somebody listens there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (listens: boolean) => {
      socket.destroy()
      resolve(listens)
    }
    socket.on('connect', () => end(true)).on('error', () => end(false))
    socket.setTimeout(1_000, () => end(false))
  })
}

async function findProgram(): Promise<string | undefined> {
  // Debian has it where only root looks.
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin']
  const folder = folders.find((each) => existsSync(join(each, 'mosquitto')))
  if (folder === undefined) return undefined
  const program = join(folder, 'mosquitto')
  // Asked for help it tells its version, and fails.
  const told = await runProgram(program, ['-h']).catch(String)
  const [major = 0, minor = 0] = (/mosquitto version (\d+)\.(\d+)/.exec(told) ?? []).slice(1).map(Number)
  return major > floor[0] || (major === floor[0] && minor >= floor[1]) ? program : undefined
}
