import {
  announcedBy,
  type BinaryForm,
  type Carried,
  type Message,
  type Outgoing,
  type Place,
  percentDecode,
  percentEncode,
  readBinary,
  readStructured,
  structuredType,
  UndecodableMessage,
  type Wire,
  writeBinary,
  writeStructured,
} from '@tidings/runtime/transport'

/** Headers, an empty line, and the body, as in an e-mail. Without data there is no empty line either. */
export function writeMessage({ message, place, key, trace }: Outgoing, mode: 'binary' | 'structured'): Uint8Array {
  const { headers, body } =
    mode === 'binary'
      ? writeBinary(message, form)
      : { headers: { 'content-type': structuredType }, body: writeStructured(message) }
  return printWire({
    headers: {
      ...headers,
      [own.address]: percentEncode(place.address),
      ...(place.application !== undefined && { [own.application]: percentEncode(place.application) }),
      ...(key !== undefined && { [own.key]: percentEncode(key) }),
      ...trace,
    },
    ...(body && { body }),
  })
}

/** Also what others wrote: names in any case, and a CloudEvent as JSON without any header. */
export function readMessage(bytes: Uint8Array, fallback: Place): Carried {
  const wire = parseWire(bytes)
  const header = (name: string) => Object.entries(wire.headers).find(([other]) => other.toLowerCase() === name)?.[1]
  const decoded = (name: string) => percentDecode(header(name) ?? '') || undefined
  try {
    const message = messageIn(wire, header('content-type'))
    const [address, application] = [decoded(own.address), decoded(own.application)]
    const [traceparent, tracestate] = [header('traceparent'), header('tracestate')]
    const key = decoded(own.key) ?? message.attributes['partitionkey']
    return {
      place: address === undefined ? fallback : { address, ...(application !== undefined && { application }) },
      message,
      unreadable: undefined,
      wire,
      key: key === undefined ? undefined : String(key),
      trace: traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) },
    }
  } catch (error) {
    const unreadable = error instanceof Error ? error : new UndecodableMessage(String(error))
    return { place: fallback, message: undefined, unreadable, wire, key: undefined, trace: undefined }
  }
}

function messageIn({ headers, body }: Wire, contentType: string | undefined): Message {
  const announced = announcedBy(contentType)
  if (announced === 'batch') throw new UndecodableMessage('No CloudEvent but a batch; put each event in a file')
  if (announced === 'structured') return readStructured(body ?? new Uint8Array())
  const entries = Object.entries(headers)
  if (entries.some(([name]) => name.toLowerCase().startsWith(form.prefix))) {
    return readBinary({ headers: entries.filter(([name]) => !isReserved(name)), body }, form)
  }
  if (body?.[0] === openingBrace && entries.length === 0) return readStructured(body)
  throw new UndecodableMessage('No CloudEvent: neither ce- headers nor its content type')
}

export function printWire({ headers, body }: Wire): Uint8Array {
  // A line ends a header: nothing in a value may.
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]+/g, ' ')}\n`)
  return Buffer.concat([Buffer.from(lines.join('')), ...(body === undefined ? [] : [Buffer.from('\n'), body])])
}

/** Where the beginning is no headers, all of it is the body. */
function parseWire(bytes: Uint8Array): Wire {
  const headers: Record<string, string> = {}
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0; start < file.length; ) {
    const end = file.indexOf(lineFeed, start)
    const line = file.toString('utf8', start, end === -1 ? file.length : end).replace(/\r$/, '')
    start = end === -1 ? file.length : end + 1
    if (line === '' && end !== -1) return { headers, body: file.subarray(start) }
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) return { headers: {}, body: file }
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true })
  }
  return { headers }
}

/** What stands beside the event, and is none of it. */
const own = { address: 'tidings-address', application: 'tidings-application', key: 'tidings-key' } as const

const isReserved = (name: string): boolean => /^(?:tidings-.*|traceparent|tracestate)$/i.test(name)

/** How the binary mode of CloudEvents looks here: as over HTTP. */
const form: BinaryForm = {
  prefix: 'ce-',
  contentType: 'content-type',
  percentEncoded: true,
  carries: (name, value) =>
    !isReserved(name) && /^[0-9A-Za-z-]+$/.test(name) && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value),
}

const lineFeed = 0x0a
const openingBrace = 0x7b
