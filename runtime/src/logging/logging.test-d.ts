import { test } from 'vitest'
import { logging } from './logging.js'

// The shapes that pino and winston declare.
interface PinoLogFn {
  (message: string, ...given: unknown[]): void
  <T extends object>(fields: T, message?: string, ...given: unknown[]): void
}
interface PinoLogger {
  debug: PinoLogFn
  info: PinoLogFn
  warn: PinoLogFn
  error: PinoLogFn
  child(bindings: object): PinoLogger
}
interface LeveledLogMethod {
  (message: string, meta: unknown): WinstonLogger
  (info: object): WinstonLogger
}
interface WinstonLogger {
  debug: LeveledLogMethod
  info: LeveledLogMethod
  warn: LeveledLogMethod
  error: LeveledLogMethod
  level: string
}

test('it takes any logger with the usual four methods', () => {
  logging(console)
  logging({} as PinoLogger, { fields: 'first' })
  logging({} as WinstonLogger, { fields: 'last' })
  // @ts-expect-error: it cannot warn
  logging({ debug: () => {}, info: () => {}, error: () => {} })
  // @ts-expect-error: there is no such place
  logging(console, { fields: 'middle' })
})
