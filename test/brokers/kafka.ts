import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from './broker-kind.js'
import { endProcess } from './end-process.js'
import { freePort } from './free-port.js'
import { runProgram } from './run-program.js'

/** A release of the oldest line that Tidings stands on. */
const release = '4.1.1'
const libraries = join(homedir(), '.cache', 'tidings', `kafka-${release}`)

export const kafka: BrokerKind = {
  name: 'kafka',
  variable: 'TIDINGS_KAFKA',
  install: ['apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless maven kcat'],

  tools: ['kcat'],

  isInstalled: async () =>
    (await runs('java', '-version')) && (existsSync(libraries) || (await runs('mvn', '-version'))),

  start: (folder) => startKafka(folder),

  async find(folder) {
    if (!existsSync(join(folder, 'port'))) return undefined
    const running = await runningAt(folder)
    return (await answers(running.port)) ? running : undefined
  },
}

export interface KafkaOptions {
  /** More of what stands in `server.properties`, by its name; what is given rules. */
  readonly settings?: Readonly<Record<string, string>>
  /** The port of a listener INNER beside the usual one, by which the broker reaches itself. */
  readonly inner?: number
}

/** One with settings of its own. */
export async function startKafka(folder: string, { settings, inner }: KafkaOptions = {}): Promise<RunningBroker> {
  await findLibraries()
  await mkdir(folder, { recursive: true })
  const [port, controller] = [await freePort(), await freePort()]
  const own = defaults(folder, port, controller)
  const listeners = inner === undefined ? own.listeners : `${own.listeners},INNER://127.0.0.1:${inner}`
  const properties = Object.entries({ ...own, ...settings, listeners })
  await writeFile(join(folder, 'server.properties'), properties.map((pair) => pair.join('=')).join('\n'))
  // Where it begins with a hyphen the tool takes it for an option.
  const id = Buffer.from(`0${randomUUID().replaceAll('-', '').slice(1)}`, 'hex').toString('base64url')
  const config = join(folder, 'server.properties')
  const tool = ['-cp', join(libraries, '*'), ...lean, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', config]
  await runProgram('java', tool)
  await writeFile(join(folder, 'port'), String(port))
  const running = await runningAt(folder)
  await running.start()
  return running
}

/** What starts fast and stays small. */
const lean = ['-Xms96m', '-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto']

const defaults = (folder: string, port: number, controller: number) => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controller}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': join(folder, 'data'),
  'offsets.topic.num.partitions': '1',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  // What a killed member held is to move within seconds.
  'group.consumer.min.session.timeout.ms': '1000',
  'group.consumer.session.timeout.ms': '4000',
  'group.consumer.min.heartbeat.interval.ms': '100',
  'group.consumer.heartbeat.interval.ms': '300',
  // A controller that was killed believes its broker alive for so long. Where the machine is busy a broker may well be
  // silent for a second, and nobody would lead any topic.
  'broker.session.timeout.ms': '3000',
  'broker.heartbeat.interval.ms': '200',
  'controller.quorum.election.timeout.ms': '200',
  'controller.quorum.election.backoff.max.ms': '100',
  'log.segment.bytes': '16777216',
  'log.index.size.max.bytes': '131072',
  'log.cleaner.dedupe.buffer.size': '4194304',
  'log.cleaner.io.buffer.size': '65536',
  'num.network.threads': '2',
  'num.io.threads': '4',
  'background.threads': '2',
  'controlled.shutdown.enable': 'false',
})

/** Kafka's own libraries, by Maven; of two that bring them at once, one puts them in place. */
async function findLibraries(): Promise<void> {
  if (existsSync(libraries)) return
  await mkdir(join(libraries, '..'), { recursive: true })
  const folder = await mkdtemp(`${libraries}-`)
  const dependency = `<groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${release}</version>`
  const project = `<modelVersion>4.0.0</modelVersion><groupId>tidings</groupId><artifactId>kafka</artifactId><version>1</version>`
  const namespace = 'http://maven.apache.org/POM/4.0.0'
  await writeFile(
    join(folder, 'pom.xml'),
    `<project xmlns="${namespace}">${project}<dependencies><dependency>${dependency}</dependency></dependencies></project>`,
  )
  const goal = ['-q', '-B', '-f', join(folder, 'pom.xml'), 'dependency:copy-dependencies']
  await runProgram('mvn', [...goal, `-DoutputDirectory=${join(folder, 'libs')}`])
  await rename(join(folder, 'libs'), libraries).catch((error) => {
    if (!existsSync(libraries)) throw error
  })
  await rm(folder, { recursive: true, force: true })
}

interface RunningKafka extends RunningBroker {
  readonly port: number
}

async function runningAt(folder: string): Promise<RunningKafka> {
  const port = Number(await readFile(join(folder, 'port'), 'utf8'))
  const pidFile = join(folder, 'pid')
  const end = async (signal: NodeJS.Signals) => {
    const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
    if (pid > 0) await endProcess(pid, signal)
    await rm(pidFile, { force: true })
  }
  return {
    port,
    url: `kafka://127.0.0.1:${port}`,
    async start() {
      const log = await open(join(folder, 'log'), 'a')
      const args = ['-cp', join(libraries, '*'), ...lean, 'kafka.Kafka', join(folder, 'server.properties')]
      const server = spawn('java', args, { detached: true, cwd: folder, stdio: ['ignore', log.fd, log.fd] })
      server.unref()
      await log.close()
      await writeFile(pidFile, String(server.pid))
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
    if (server.exitCode !== null) throw new Error(`kafka ended:\n${await readFile(log, 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Whether a broker tells there which requests it knows; every listener does so, before anybody is let in. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    // ApiVersions 0: length, key 18, version 0, number 1, no client id.
    const question = Buffer.from('0000000a0012000000000001ffff', 'hex')
    const socket = connect(port, '127.0.0.1', () => socket.write(question))
    const end = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.on('data', () => end(true)).on('error', () => end(false))
    socket.on('close', () => resolve(false)).setTimeout(1_000, () => end(false))
  })
}

const runs = (program: string, argument: string) =>
  runProgram(program, [argument]).then(
    () => true,
    () => false,
  )
