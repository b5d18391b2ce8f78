import { UndecodableMessage } from '../error/undecodable-message.js'
import { UnsupportedContentType } from '../error/unsupported-content-type.js'
import { charsetOf, isJson } from '../message/media-type.js'
import { fromUtf8, toUtf8 } from '../message/utf8.js'
import { checkWith, type Validators } from './check-with.js'
import type { Codec } from './codec.js'

export interface JsonCodecOptions extends Validators {
  /** A JSON media type of the contract's own; `application/json` unless given. */
  readonly contentType?: string
  /** Writes data that is valid, as JSON. `JSON.stringify` unless given. */
  readonly print?: (data: unknown) => string
}

/** Speaks JSON in UTF-8. An event without `data` validator carries none; one without `headers` has none. */
export const jsonCodec = ({
  contentType = 'application/json',
  print = (data) => JSON.stringify(data),
  ...validators
}: JsonCodecOptions): Codec => ({
  contentType,
  ...checkWith(validators),
  encode: (data) => toUtf8(print(data)),
  decode: (bytes, received = contentType) => {
    if (!isJsonInUtf8(received)) {
      throw new UnsupportedContentType(received, `Cannot read data of ${received}: expected JSON in UTF-8`)
    }
    const json = readText(bytes)
    const data = parse(json)
    refuseLostDigits(json)
    return data
  },
  ...(isJson(contentType) && { print }),
  parses: isJsonInUtf8,
})

function isJsonInUtf8(contentType: string): boolean {
  if (contentType === 'application/json') return true
  return isJson(contentType) && ['utf-8', 'utf8', 'us-ascii'].includes(charsetOf(contentType) ?? 'utf-8')
}

const readText = (bytes: Uint8Array) => {
  try {
    return fromUtf8(bytes)
  } catch (cause) {
    throw new UndecodableMessage('The data is no UTF-8', { cause })
  }
}

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new UndecodableMessage(`The data is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** An integer that JavaScript cannot hold exactly would be another one after parsing. */
const refuseLostDigits = (json: string) => {
  if (!/[0-9]{16}/.test(json)) return
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/g)) {
    if (/^-?[0-9]+$/.test(token) && !Number.isSafeInteger(Number(token))) {
      throw new UndecodableMessage(`The data holds the integer ${token}: expected integers within ±(2^53 - 1)`)
    }
  }
}
