import { UnsupportedContentType } from '../error/unsupported-content-type.js'
import { checkWith, type Validators } from './check-with.js'
import type { Codec } from './codec.js'

/** For a content type that nothing here writes or reads: events can be made, and neither published nor received. */
export const unsupportedCodec = (contentType: string, validators: Validators = {}): Codec => {
  const refuse = (received = contentType): never => {
    throw new UnsupportedContentType(
      received,
      `Cannot carry data of ${received}: expected a JSON content type in the contract`,
    )
  }
  return {
    contentType,
    ...checkWith(validators),
    encode: () => refuse(),
    decode: (_bytes, received) => refuse(received),
  }
}
