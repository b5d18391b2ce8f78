/** Any logger with the usual four methods: `console`, pino, winston, bunyan, log4js. */
export interface Logger {
  debug(...given: never[]): unknown
  info(...given: never[]): unknown
  warn(...given: never[]): unknown
  error(...given: never[]): unknown
}

export type Level = keyof Logger

export type Fields = Readonly<Record<string, unknown>>

/**
 * Where a message stands among its fields. `inside`: one object with `message` in it, which all loggers take. `first`:
 * the fields, then the message (pino, bunyan). `last`: the message, then the fields (winston, console).
 */
export type FieldsPlace = 'inside' | 'first' | 'last'

export type Write = (level: Level, message: string, fields: Fields) => void

export function writerOf(logger: Logger, place: FieldsPlace): Write {
  const call = (level: Level, ...given: readonly unknown[]) => {
    ;(logger[level] as (...given: readonly unknown[]) => unknown)(...given)
  }
  return (level, message, fields) => {
    if (place === 'first') call(level, fields, message)
    else if (place === 'last') call(level, message, fields)
    else call(level, { message, ...fields })
  }
}
