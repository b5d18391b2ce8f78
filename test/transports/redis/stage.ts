import { randomUUID } from 'node:crypto'
import { type RedisOptions, redis } from '@tidings/runtime/redis'
import {
  type Connection,
  type DeadLetter,
  type Intake,
  type SubscriptionPlace,
  systemClock,
} from '@tidings/runtime/transport'
import { openRawRedis, type RawRedis } from '../../conformance/subjects/redis-programs.js'
import { openAt } from '../stage.js'

/** A prefix of one test file's own, and what plays under it. */
export interface Stage {
  readonly prefix: string
  /** A client that knows nothing of Tidings. */
  readonly foreign: RawRedis
  /** What the connections warned of. */
  readonly warnings: string[]
  connect(options?: RedisOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** What stands in a stream: names and values of each entry, in their order. */
  entries(key: string): Promise<string[][]>
  /** The keys under the prefix, without it and without what only publishers need. */
  keys(): Promise<string[]>
  letters(connection: Connection): Promise<DeadLetter[]>
  /** Closes what was opened since the last time, and deletes the keys. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openStage(url: string): Promise<Stage> {
  const prefix = `stage-${randomUUID().slice(0, 8)}:`
  const foreign = await openRawRedis(url)
  const warnings: string[] = []
  const connections: Connection[] = []
  const keys = () => foreign.keys(`${prefix}*`)
  const stage: Stage = {
    prefix,
    foreign,
    warnings,
    async connect(options) {
      const transport = redis({ url, prefix, leaseMs: 2_000, requestTimeoutMs: 1_000, ...options })
      const warn = (warning: Error) => warnings.push(warning.message)
      const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
      connections.push(connection)
      return connection
    },
    open: openAt,
    async entries(key) {
      const found = await foreign.sendCommand<[string, string[]][]>(['XRANGE', `${prefix}${key}`, '-', '+'])
      return found.map(([, fields]) => fields)
    },
    async keys() {
      const found = (await keys()).map((key) => key.slice(prefix.length))
      return found.filter((key) => !key.startsWith('tidings:publisher:')).sort()
    },
    async letters({ deadLetters }) {
      const found: DeadLetter[] = []
      for await (const letter of deadLetters?.list({}) ?? []) found.push(letter)
      return found
    },
    async clear() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      const left = await keys()
      if (left.length > 0) await foreign.del(left)
      warnings.length = 0
    },
    async close() {
      await stage.clear()
      foreign.destroy()
    },
  }
  return stage
}
