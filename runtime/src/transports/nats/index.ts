export type { NatsOptions, StreamOptions } from './options.js'
export { nats } from './transport.js'
