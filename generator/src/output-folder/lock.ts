import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, rmdir, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { OutputFolderBusy } from './output-folder-busy.js'
import { workFolderName } from './output-path.js'
import { isMissing } from './read-entry.js'

/** The right to change an output folder. One process at a time holds it. */
export interface Lock {
  /** Throws when another process has taken over, because this one seemed dead. */
  assertHeld(): Promise<void>
  release(): Promise<void>
}

export interface LockOptions {
  /** How long to wait for another that is at work; 30 s. */
  readonly waitMs?: number
  readonly signal?: AbortSignal
}

/** A holder shows that it lives by touching its lock this often; without a touch for `staleMs` it is dead. */
const touchMs = 1_000
const staleMs = 10_000

const lockOf = (folder: string): string => join(folder, workFolderName, 'lock')

/** Waits for the lock of `folder`, which is made when it is missing. Takes over from a holder that died. */
export async function acquireLock(folder: string, options: LockOptions = {}): Promise<Lock> {
  const token = randomUUID()
  const deadline = performance.now() + (options.waitMs ?? 30_000)
  while (!(await tryLock(folder, token))) {
    const holder = await readHolder(folder)
    if (holder === undefined) continue
    if (holder.isDead) await takeAway(folder, holder)
    else if (performance.now() > deadline) throw new OutputFolderBusy(folder, holder.pid)
    else await wait(50, undefined, options.signal === undefined ? {} : { signal: options.signal })
  }
  return held(folder, token)
}

/** Whether a living process is changing `folder`. */
export async function isLocked(folder: string): Promise<boolean> {
  const holder = await readHolder(folder)
  return holder !== undefined && !holder.isDead
}

async function tryLock(folder: string, token: string): Promise<boolean> {
  await mkdir(join(folder, workFolderName), { recursive: true })
  try {
    const file = await open(lockOf(folder), 'wx')
    await file.writeFile(JSON.stringify({ token, pid: process.pid, host: hostname() }))
    await file.close()
    return true
  } catch (error) {
    if (isMissing(error) || isTaken(error)) return false
    throw error
  }
}

function held(folder: string, token: string): Lock {
  const touching = setInterval(() => {
    const now = new Date()
    utimes(lockOf(folder), now, now).catch(() => {})
  }, touchMs)
  touching.unref()
  return {
    async assertHeld() {
      if ((await readHolder(folder))?.token !== token) throw new OutputFolderBusy(folder)
    },
    async release() {
      clearInterval(touching)
      if ((await readHolder(folder))?.token !== token) return
      await rm(lockOf(folder), { force: true })
      await rmdir(join(folder, workFolderName)).catch(() => {})
    },
  }
}

interface Holder {
  readonly token?: string
  readonly pid?: number
  readonly isDead: boolean
}

async function readHolder(folder: string): Promise<Holder | undefined> {
  try {
    const text = await readFile(lockOf(folder), 'utf8')
    const { mtimeMs } = await stat(lockOf(folder))
    const isSilent = Date.now() - mtimeMs > staleMs
    const { token, pid, host } = parse(text)
    if (typeof token !== 'string' || typeof pid !== 'number') return { isDead: isSilent }
    return { token, pid, isDead: isSilent || (host === hostname() && !isAlive(pid)) }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/**
 * Two waiting processes may find the same dead holder. Renaming is what only one of them does first; if it got
 * hold of a new lock instead, that one notices before its next step (`assertHeld`) and nobody works on.
 */
async function takeAway(folder: string, dead: Holder): Promise<void> {
  const holder = await readHolder(folder)
  if (holder === undefined || holder.token !== dead.token) return
  const aside = `${lockOf(folder)}.${randomUUID()}`
  try {
    await rename(lockOf(folder), aside)
    await rm(aside, { force: true })
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'
