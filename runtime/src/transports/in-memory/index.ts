export type { InMemoryOptions } from './options.js'
export { type InMemoryTransport, inMemory } from './transport.js'
