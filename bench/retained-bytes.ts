import { strict as assert } from 'node:assert'

/** How much of the heap each of many takes as long as it is kept. */
export function retainedBytes(count: number, make: (at: number) => unknown): number {
  const collect = globalThis.gc
  assert(collect !== undefined, 'node has to be run with --expose-gc')
  const all: unknown[] = Array.from({ length: count })
  // What is made once and stays, such as compiled code, is no event's.
  for (let at = 0; at < 1_000; at++) all[at] = make(at)
  all.fill(undefined)
  collect()
  const before = process.memoryUsage().heapUsed
  for (let at = 0; at < count; at++) all[at] = make(at)
  collect()
  const after = process.memoryUsage().heapUsed
  assert(all[count - 1] !== undefined)
  return (after - before) / count
}
