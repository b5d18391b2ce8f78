import type { Clock } from '../../transport/clock.js'
import { sleep } from '../../transport/sleep.js'
import { type Link, LinkLost } from './link.js'

/** Where a stream ended when it was last looked at. */
export interface StreamEnd {
  readonly key: string
  readonly id: string
}

export interface LookOptions {
  /** How long to wait. */
  readonly blockMs: number
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Waits until streams go on beyond their ends, or for a while; answers with those that do. Takes nothing, and never rejects. */
export async function look(
  link: Link,
  ends: readonly StreamEnd[],
  { blockMs, clock, signal }: LookOptions,
): Promise<readonly StreamEnd[]> {
  const command = ['XREAD', 'COUNT', '1', 'BLOCK', String(blockMs), 'STREAMS']
  const streams = [...ends.map(({ key }) => key), ...ends.map(({ id }) => id)]
  // Not for ever: messages can be asked for without it.
  if (!(await link.untilConnected(signal, blockMs))) return []
  try {
    const found = (await link.call([...command, ...streams], blockMs + watchdogMs)) as readonly Found[] | null
    return (found ?? []).map(([key, [[id]]]) => ({ key: String(key), id: String(id) }))
  } catch (error) {
    // Whoever takes next is told what is wrong, if it still is.
    if (!(error instanceof LinkLost)) await sleep(refusedMs, clock, signal)
    return []
  }
}

type Found = readonly [key: Buffer, entries: readonly [readonly [id: Buffer, fields: readonly Buffer[]]]]

/** By how much an answer to who waits may be late. */
export const watchdogMs = 2_000
const refusedMs = 200
