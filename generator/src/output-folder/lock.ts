import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, open, readFile, rm, rmdir, stat, utimes } from 'node:fs/promises'
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
  try {
    // Whoever ends removes the folder, which may be in the middle of this.
    await mkdir(join(folder, workFolderName), { recursive: true })
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
    // Called before each step, of which there are many in a row: it does not wait.
    async assertHeld() {
      if (tokenAt(folder) !== token) throw new OutputFolderBusy(folder)
    },
    async release() {
      clearInterval(touching)
      if ((await readHolder(folder))?.token !== token) return
      await rm(lockOf(folder), { force: true })
      await rmdir(join(folder, workFolderName)).catch(() => {})
    },
  }
}

function tokenAt(folder: string): unknown {
  try {
    return parse(readFileSync(lockOf(folder), 'utf8'))['token']
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
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
 * Two waiting processes may find the same dead holder, and the slower one must not take away what the faster one has
 * by then: only who made the file that claims this very holder's lock may do so.
 */
async function takeAway(folder: string, dead: Holder): Promise<void> {
  const claim = `${lockOf(folder)}.${dead.token ?? 'unsigned'}`
  if (!(await tryClaim(claim))) return
  try {
    const holder = await readHolder(folder)
    if (holder?.isDead && holder.token === dead.token) await rm(lockOf(folder), { force: true })
  } finally {
    await rm(claim, { force: true })
  }
}

async function tryClaim(claim: string): Promise<boolean> {
  try {
    await (await open(claim, 'wx')).close()
    return true
  } catch (error) {
    if (isMissing(error)) return false
    if (!isTaken(error)) throw error
  }
  // Whoever claimed it may have died of it, too.
  const { mtimeMs } = await stat(claim).catch(() => ({ mtimeMs: Date.now() }))
  if (Date.now() - mtimeMs > staleMs) await rm(claim, { force: true })
  else await wait(10)
  return false
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
