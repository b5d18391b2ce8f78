import { guardFor, TidingsError } from './tidings-error.js'

/** A message has more data than the transport carries. Nothing was sent. */
export class PayloadTooLarge extends TidingsError<'TIDINGS_PAYLOAD_TOO_LARGE'> {
  override readonly name = 'PayloadTooLarge'
  /** Bytes. */
  readonly size: number
  readonly limit: number

  constructor(type: string, size: number, limit: number) {
    const mend = 'put the large part where its handlers can fetch it, and carry a reference'
    super('TIDINGS_PAYLOAD_TOO_LARGE', `${type} has ${size} bytes of data, the transport carries ${limit}; ${mend}`)
    this.size = size
    this.limit = limit
  }
}

export const isPayloadTooLarge = guardFor<PayloadTooLarge>('TIDINGS_PAYLOAD_TOO_LARGE')
