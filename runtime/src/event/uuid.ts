import { createHash, randomFillSync } from 'node:crypto'

/**
 * Makes UUIDs of version 7 (RFC 9562), each greater than the one before: within one millisecond they are counted,
 * and a clock that goes back is waited for.
 */
export const createUuidSource = (now: () => number): (() => string) => {
  let time = 0
  let count = 0
  let beginning = beginningOf(time)
  return () => {
    const current = now()
    if (current > time) {
      time = current
      beginning = beginningOf(time)
      // Half of the counter is left, so that a busy millisecond seldom borrows from the next.
      count = Number.parseInt(randomDigits(3), 16) & 0x7ff
    } else if (++count > 0xfff) {
      time++
      beginning = beginningOf(time)
      count = 0
    }
    const digits = randomDigits(15)
    return `${beginning}${threeDigits(count)}-${variantDigit()}${digits.slice(0, 3)}-${digits.slice(3)}`
  }
}

/** All of an id that says when it was made. */
const beginningOf = (time: number): string => {
  const digits = time.toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7`
}

const threeDigits = (count: number): string => (0x1000 | count).toString(16).slice(1)

/** The same UUID for the same name, always and everywhere: version 8, a SHA-256 of the name. */
export const uuidOf = (name: readonly (string | number)[]): string => {
  const bytes = createHash('sha256').update(JSON.stringify(name)).digest().subarray(0, 16)
  bytes[6] = 0x80 | (bytes.readUInt8(6) & 0x0f)
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The two bits of a UUID's variant, and two at random. */
const variantDigit = (): string => '89ab'.charAt(Number.parseInt(randomDigits(1), 16) & 3)

// One call to the system for some 500 ids; made at the first, since an import should do nothing.
let pool = ''
let used = 0

const randomDigits = (count: number): string => {
  if (used + count > pool.length) {
    pool = randomFillSync(Buffer.allocUnsafe(4096)).toString('hex')
    used = 0
  }
  used += count
  return pool.slice(used - count, used)
}
