import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** Bytes in large pieces: each costs a turn of the event loop. */
const pieceSize = 256 * 1024

/** Something is wrong with the packing; what came before it is good. */
export class BrokenGzip extends Error {}

export interface Reading {
  /** The bytes, unpacked where they are gzip (RFC 1952), whatever the name says. Throws {@link BrokenGzip}. */
  readonly bytes: AsyncIterable<Buffer>
  /** How many bytes were read of what lies there, packed as it is. */
  bytesRead(): number
}

export const readFileBytes = (file: string): Reading => read(createReadStream(file, { highWaterMark: pieceSize }))

export const readStreamBytes = (stream: AsyncIterable<Uint8Array>): Reading => read(stream)

function read(source: AsyncIterable<Uint8Array>): Reading {
  let count = 0
  const counted = async function* () {
    for await (const piece of source) {
      count += piece.length
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    }
  }
  return { bytes: unpacked(counted(), () => count), bytesRead: () => count }
}

async function* unpacked(pieces: AsyncGenerator<Buffer>, bytesRead: () => number): AsyncGenerator<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const { value, done } = await pieces.next()
    if (done === true) break
    head = Buffer.concat([head, value])
  }
  const isPacked = head[0] === 0x1f && head[1] === 0x8b
  if (isPacked) yield* unpack(joined(head, pieces), bytesRead)
  else yield* joined(head, pieces)
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* rest
}

/** More than this and more than so many times what it was packed as: nobody records that. */
const suspiciousSize = 256 * 1024 * 1024
const suspiciousRatio = 500

async function* unpack(packed: AsyncGenerator<Buffer>, bytesRead: () => number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: pieceSize })
  const source = Readable.from(packed)
  // An error of reading is the reader's, not of the packing.
  let failure: unknown
  source.on('error', (error) => {
    failure = error
    gunzip.destroy()
  })
  source.pipe(gunzip)
  let size = 0
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      size += piece.length
      yield piece
      if (size > suspiciousSize && size / bytesRead() > suspiciousRatio) {
        throw new BrokenGzip(
          `the file unpacks to more than ${suspiciousRatio} times its size; expected recorded events`,
        )
      }
    }
  } catch (error) {
    if (failure !== undefined) throw failure
    if (error instanceof BrokenGzip) throw error
    throw new BrokenGzip(gzipProblem(error), { cause: error })
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

const gzipProblem = (error: unknown): string =>
  Object(error).code === 'Z_BUF_ERROR'
    ? 'the gzip file ends too soon; expected the rest of it'
    : `the gzip file is damaged (${error instanceof Error ? error.message : error}); expected one that can be unpacked`
