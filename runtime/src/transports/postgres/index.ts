export type { PostgresOptions } from './options.js'
export { postgresSchema } from './schema.js'
export type { RunStatement } from './statement.js'
export { postgres } from './transport.js'
