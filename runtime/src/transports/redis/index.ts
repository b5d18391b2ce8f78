export type { RedisConnectOptions } from './client.js'
export type { RedisOptions } from './options.js'
export { redis } from './transport.js'
