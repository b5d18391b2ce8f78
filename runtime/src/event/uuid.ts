import { createHash, randomFillSync } from 'node:crypto'

/**
 * Makes UUIDs of version 7 (RFC 9562), each greater than the one before: within one millisecond they are counted,
 * and a clock that goes back is waited for.
 */
export const createUuidSource = (now: () => number): (() => string) => {
  let time = 0
  let count = 0
  return () => {
    const current = now()
    if (current > time) {
      time = current
      // Half of the counter is left, so that a busy millisecond seldom borrows from the next.
      count = randomBytes().readUInt16BE(0) & 0x7ff
    } else if (++count > 0xfff) {
      time++
      count = 0
    }
    const bytes = Buffer.from(randomBytes())
    bytes.writeUIntBE(time, 0, 6)
    bytes.writeUInt16BE(0x7000 | count, 6)
    bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
    return printUuid(bytes)
  }
}

/** The same UUID for the same name, always and everywhere: version 8, a SHA-256 of the name. */
export const uuidOf = (name: readonly (string | number)[]): string => {
  const bytes = createHash('sha256').update(JSON.stringify(name)).digest().subarray(0, 16)
  bytes[6] = 0x80 | (bytes.readUInt8(6) & 0x0f)
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
  return printUuid(bytes)
}

const printUuid = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// One call to the system for 256 ids; made at the first, since an import should do nothing.
let pool: Buffer | undefined
let used = 0

const randomBytes = (): Buffer => {
  if (pool === undefined || used === pool.length) {
    pool = randomFillSync(pool ?? Buffer.allocUnsafe(4096))
    used = 0
  }
  used += 16
  return pool.subarray(used - 16, used)
}
