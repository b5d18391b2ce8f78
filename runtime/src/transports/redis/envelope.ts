/** The field in which FastStream, which writes no others, puts all of a message. */
export const enveloped = '__data__'

export interface Envelope {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

/**
 * FastStream's binary format 1: a mark and a version; where headers and data begin; a count and the headers, name and
 * value with a length each; the data. `undefined` for what is none.
 */
export function openEnvelope(bytes: Buffer): Envelope | undefined {
  if (bytes.length < 20 || !bytes.subarray(0, mark.length).equals(mark)) return undefined
  const data = bytes.readUInt32BE(14)
  if (data > bytes.length) return undefined
  let at = bytes.readUInt32BE(10)
  const isInside = (length: number) => at + length <= data
  const readLength = () => {
    if (!isInside(2)) return undefined
    at += 2
    return bytes.readUInt16BE(at - 2)
  }
  const readText = () => {
    const length = readLength()
    if (length === undefined || !isInside(length)) return undefined
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  const count = readLength()
  if (count === undefined) return undefined
  const headers: [string, string][] = []
  while (headers.length < count) {
    const [name, value] = [readText(), readText()]
    if (name === undefined || value === undefined) return undefined
    headers.push([name, value])
  }
  return { headers, body: new Uint8Array(bytes.buffer, bytes.byteOffset + data, bytes.length - data) }
}

const mark = Buffer.from('\x89BIN\r\n\x1a\n\0\x01', 'latin1')
