import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf } from '../event/brand.js'
import { type EncodeOptions, encodeEvent, sourceOf } from './encode-event.js'
import { printContext } from './print-context.js'
import { printStructured } from './structured.js'

/** An event in the CloudEvents JSON format: what `writeStructured` makes of its message, without the bytes between. */
export const printEvent = (event: AnyEvent, options?: EncodeOptions): string => {
  const { codec } = descriptorOf(event)
  if (codec.print === undefined) return printStructured(encodeEvent(event, options))
  const context = printContext(event, sourceOf(event, options))
  return codec.hasData ? `${context},"data":${codec.print(event.data)}}` : `${context}}`
}

/** Events in the CloudEvents JSON batch format. */
export const printBatch = (events: readonly AnyEvent[], options?: EncodeOptions): string =>
  `[${events.map((event) => printEvent(event, options)).join(',')}]`
