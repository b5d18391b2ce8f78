export { operate } from './operate.js'
export type { Terminal } from './terminal.js'
