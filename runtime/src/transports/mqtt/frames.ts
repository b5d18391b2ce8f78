/** One whole packet among bytes that came: from its fixed header to its end. */
export interface Frame {
  readonly bytes: Buffer
  readonly start: number
  /** Where what follows the fixed header begins. */
  readonly body: number
  readonly end: number
}

/** Cuts what comes into packets: MQTT 5.0, section 2.1. What is not whole yet waits for the rest of it. */
export class Frames {
  #waiting: Buffer[] = []
  #length = 0
  /** How many bytes there must be before it is worth looking again. */
  #wanted = 0

  /** Those that these bytes complete. Throws where a length is none. */
  cut(bytes: Buffer): readonly Frame[] {
    const all = this.#withWaiting(bytes)
    if (all === undefined) return []
    const frames: Frame[] = []
    let start = 0
    while (start < all.length) {
      const body = bodyOf(all, start)
      const end = body === undefined ? undefined : body + lengthBefore(all, start + 1)
      if (body === undefined || end === undefined || end > all.length) {
        this.#wait(all.subarray(start), end === undefined ? 0 : end - start)
        break
      }
      frames.push({ bytes: all, start, body, end })
      start = end
    }
    return frames
  }

  #withWaiting(bytes: Buffer): Buffer | undefined {
    if (this.#length === 0) return bytes
    this.#wait(bytes, this.#wanted)
    if (this.#length < this.#wanted) return undefined
    const all = Buffer.concat(this.#waiting, this.#length)
    this.#waiting = []
    this.#length = 0
    return all
  }

  #wait(bytes: Buffer, wanted: number): void {
    this.#waiting.push(bytes)
    this.#length += bytes.length
    this.#wanted = wanted
  }
}

/** Where the body begins, once the length before it is there whole. */
function bodyOf(bytes: Buffer, start: number): number | undefined {
  for (let at = start + 1; at < bytes.length; at++) {
    if ((bytes[at] as number) < 0x80) return at + 1
    if (at - start === 4) throw new Error('a length of more than four bytes')
  }
  return undefined
}

/** MQTT 5.0, section 1.5.5: a number in one to four bytes, of seven bits each. */
export function lengthBefore(bytes: Buffer, at: number): number {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] as number
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return value
  }
}
