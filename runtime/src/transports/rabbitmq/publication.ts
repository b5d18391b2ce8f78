import type { Properties, Target } from './client.js'
import type { AmqpWire } from './wire.js'

/** What is published, as the client takes it. */
export interface Publication {
  readonly target: Target
  readonly properties: Properties
  readonly content: Buffer
}

/** What the broker is to keep; `beside` is what else is said of it. */
export const publicationOf = (
  target: Target,
  { contentType, headers, body }: AmqpWire,
  beside: Partial<Properties>,
): Publication => ({
  target,
  properties: { ...beside, contentType, headers, deliveryMode: persistent },
  content: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
})

/** As AMQP has it. */
const persistent = 2
