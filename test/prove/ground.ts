import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { brokers, type RunningBroker } from '../brokers/brokers.js'
import { startProxyTo, type TcpProxy } from '../brokers/tcp-proxy.js'
import { type Actor, createActor } from './actor.js'
import { bundleProcesses } from './bundle.js'
import { openPool, readTable, setUpDatabase } from './database.js'
import { type Entry, type Ledger, ledgerIn } from './ledger.js'
import { cast, type Role, type SubscriptionName } from './task.js'
import type { TransportName } from './transports.js'

/** Where a trial is held: brokers of its own, processes, and the proxies between them. */
export interface Ground {
  readonly folder: string
  readonly parts: readonly Part[]
  /** The broker, and the database where that is another. */
  readonly brokers: readonly RunningBroker[]
  ledger(name: string): Ledger
  /** What was accepted or committed for certain. */
  accepted(): Promise<readonly Entry[]>
  readonly witnesses: readonly Witness[]
  close(): Promise<void>
}

/** One process, and the ways by which it reaches everything else. */
export interface Part {
  readonly role: Role
  readonly actor: Actor
  readonly proxies: readonly TcpProxy[]
}

/** Who tells what a subscription handled. */
export interface Witness {
  readonly subscription: SubscriptionName
  read(): Promise<readonly Entry[]>
}

export interface GroundOptions {
  readonly transport: TransportName
  readonly seed: number
  readonly hasty: boolean
}

export async function openGround({ transport, seed, hasty }: GroundOptions): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-prove-'))
  const broker = await brokers[transport].startPrivate()
  const database = transport === 'postgres' ? broker : await startDatabase()
  const bundle = await bundleProcesses('prove')
  if (database !== undefined) await setUpDatabase(database.url)
  const pool: pg.Pool | undefined = database && openPool(database.url)
  const roles = (Object.keys(cast) as Role[])
    .filter((role) => database !== undefined || role === 'publisher' || role === 'consumer')
    .flatMap((role) => Array<Role>(cast[role]).fill(role))
  const parts = await Promise.all(
    roles.map(async (role, index): Promise<Part> => {
      const toBroker = await startProxyTo(broker.url)
      const toDatabase = database && (await startProxyTo(database.url))
      const task = { role, index, transport, url: toBroker.url, folder, seed, hasty }
      const actor = createActor(bundle.program, { ...task, ...(toDatabase && { databaseUrl: toDatabase.url }) })
      return { role, actor, proxies: toDatabase === undefined ? [toBroker] : [toBroker, toDatabase] }
    }),
  )
  const ledger = (name: string) => ledgerIn(folder, name)
  return {
    folder,
    parts,
    brokers: database === undefined || database === broker ? [broker] : [broker, database],
    ledger,
    accepted: async () => [
      ...ledger('accepted').read(),
      ...(pool === undefined ? [] : await readTable(pool, 'written')),
    ],
    witnesses: [
      ...(['loose', 'ordered'] as const).map((subscription) => ({
        subscription,
        read: async () => ledger(`handled-${subscription}`).read(),
      })),
      ...(pool === undefined ? [] : [{ subscription: 'once', read: () => readTable(pool, 'effects') } as const]),
    ],
    async close() {
      await Promise.all(parts.map(({ actor }) => actor.kill()))
      await Promise.all(parts.flatMap(({ proxies }) => proxies.map((proxy) => proxy.close())))
      await pool?.end()
      await broker.remove()
      if (database !== broker) await database?.remove()
      await bundle.remove()
    },
  }
}

/** Outbox and inbox need PostgreSQL, whatever carries the events; without it the rest is proved. */
async function startDatabase(): Promise<RunningBroker | undefined> {
  const { isMissing, startPrivate } = brokers.postgres
  return isMissing ? undefined : startPrivate()
}

export const forget = ({ folder }: Ground): Promise<void> => rm(folder, { recursive: true, force: true })
