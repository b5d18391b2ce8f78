import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from './broker-kind.js'
import { freePort } from './free-port.js'

const debian = '/usr/lib/rabbitmq/lib'
/** The oldest release that Tidings stands on. */
const floor = [3, 10] as const

export const rabbitmq: BrokerKind = {
  name: 'rabbitmq',
  variable: 'TIDINGS_RABBITMQ',
  install: [
    'apt-get update',
    // Only its programs: nothing is to start by itself.
    'RUNLEVEL=1 apt-get install -y --no-install-recommends rabbitmq-server amqp-tools',
  ],

  tools: ['amqp-publish'],

  isInstalled: async () => (await findScripts()) !== undefined,

  start: (folder) => startRabbitmq(folder),

  async find(folder) {
    const scripts = await findScripts()
    if (scripts === undefined || !existsSync(join(folder, 'ports'))) return undefined
    const running = await runningAt(folder, scripts)
    return (await answers(running.port)) ? running : undefined
  },
}

export interface RunningRabbitmq extends RunningBroker {
  readonly port: number
  /** Runs the broker's own tool: users, permissions. */
  control(...args: readonly string[]): Promise<string>
}

/** One with settings of its own, in the classic form: Erlang terms. */
export async function startRabbitmq(folder: string, settings = '[].'): Promise<RunningRabbitmq> {
  const scripts = await findScripts()
  if (scripts === undefined) throw new Error(`RabbitMQ ${floor.join('.')} or newer is not installed`)
  await mkdir(folder, { recursive: true })
  const ports = [await freePort(), await freePort(), await freePort()]
  await writeFile(join(folder, 'ports'), ports.join(' '))
  await writeFile(join(folder, 'advanced.config'), settings)
  await writeFile(join(folder, 'plugins'), '[].')
  const running = await runningAt(folder, scripts)
  await running.start()
  return running
}

async function runningAt(folder: string, scripts: string): Promise<RunningRabbitmq> {
  const [port = 0, distribution = 0, epmd = 0] = (await readFile(join(folder, 'ports'), 'utf8')).split(' ').map(Number)
  const log = join(folder, 'log')
  const env = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    // The cookie is there, and whatever else Erlang leaves behind.
    HOME: folder,
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `tidings-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_LOGS: log,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_CONFIG_FILE: join(folder, 'none'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
    // One scheduler that does not spin: it shares the machine with the tests.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none',
    // The script becomes the broker, so that its process is the broker's.
    RUNNING_UNDER_SYSTEMD: '1',
  }
  const spawnInto = async (name: string, program: string, args: readonly string[] = []): Promise<ChildProcess> => {
    const output = await open(join(folder, 'output'), 'a')
    const child = spawn(program, args, { detached: true, cwd: folder, env, stdio: ['ignore', output.fd, output.fd] })
    child.unref()
    await output.close()
    await writeFile(join(folder, `${name}.pid`), String(child.pid))
    return child
  }
  const end = async (name: string, signal: NodeJS.Signals) => {
    const file = join(folder, `${name}.pid`)
    const pid = Number(await readFile(file, 'utf8').catch(() => ''))
    if (pid > 0) await endProcess(pid, signal)
    await rm(file, { force: true })
  }
  const control = (...args: readonly string[]) => runControl(join(scripts, 'rabbitmqctl'), args, env)
  let ready: Promise<string> | undefined
  return {
    port,
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    async start() {
      ready = undefined
      // Erlang's register of names; one of our own, which would else be a daemon that nobody ends.
      if (!(await listens(epmd))) await spawnInto('epmd', 'epmd', ['-port', String(epmd), '-address', '127.0.0.1'])
      const server = await spawnInto('server', join(scripts, 'rabbitmq-server'))
      while (!(await answers(port))) {
        if (server.exitCode !== null) throw new Error(`rabbitmq-server ended:\n${await readFile(log, 'utf8')}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    stop: () => end('server', 'SIGTERM'),
    kill: () => end('server', 'SIGKILL'),
    async remove() {
      await end('server', 'SIGKILL')
      await end('epmd', 'SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
    async control(...args) {
      // It greets clients a little before it takes orders from its own tool.
      ready ??= control('await_startup')
      await ready
      return control(...args)
    },
  }
}

function runControl(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
      })
    }
    child.on('error', reject)
    child.on('close', (status) => (status === 0 ? resolve(printed) : reject(new Error(printed))))
  })
}

/** Whether a broker greets there. */
const answers = (port: number): Promise<boolean> => greeting(port, Buffer.from('AMQP\0\0\x09\x01', 'latin1'))

const listens = (port: number): Promise<boolean> => greeting(port)

/** Connects; where something is said, waits for an answer. */
function greeting(port: number, said?: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (greeted: boolean) => {
      socket.destroy()
      resolve(greeted)
    }
    socket.on('connect', () => (said === undefined ? end(true) : socket.write(said)))
    socket.on('data', () => end(true)).on('error', () => end(false))
    socket.on('close', () => resolve(false)).setTimeout(2_000, () => end(false))
  })
}

async function endProcess(pid: number, signal: NodeJS.Signals): Promise<void> {
  try {
    process.kill(pid, signal)
    for (;;) {
      process.kill(pid, 0)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } catch {
    // It is gone.
  }
}

/** The folder with the scripts of the newest release that is here. */
async function findScripts(): Promise<string | undefined> {
  const releases = (await readdir(debian).catch(() => []))
    .map((name) => /^rabbitmq_server-(\d+)\.(\d+)/.exec(name))
    .filter((found) => found !== null)
    .map(({ input, [1]: major, [2]: minor }) => ({ input, major: Number(major), minor: Number(minor) }))
    .filter(({ major, minor }) => major > floor[0] || (major === floor[0] && minor >= floor[1]))
  if (releases.length === 0) return undefined
  // Debian's own have their scripts beside the library.
  const beside = join(debian, '..', 'bin')
  return existsSync(join(beside, 'rabbitmq-server')) ? beside : undefined
}
