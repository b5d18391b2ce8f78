import type { Writable } from 'node:stream'

/**
 * From now on what is written to the stream in one turn leaves it together. The client writes each frame by itself,
 * which costs a call to the system, and the broker a look, for each.
 */
export function gather(stream: Writable): void {
  const write = stream.write
  let isCorked = false
  const uncork = () => {
    isCorked = false
    stream.uncork()
  }
  const together = (...chunk: Parameters<Writable['write']>) => {
    if (!isCorked) {
      isCorked = true
      stream.cork()
      process.nextTick(uncork)
    }
    return write.apply(stream, chunk)
  }
  stream.write = together as Writable['write']
}
