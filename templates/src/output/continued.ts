import { type Code, code, either, indented, raw } from './code.js'

/**
 * What follows `=` or `=>`, with the space before it: on the same line where it fits, else indented on the next. A call
 * that hugs its argument (`define({ ... })`) stays where its first line fits.
 */
export const continued = (value: Code, options: { readonly hug?: boolean } = {}): Code =>
  either(code` ${value}`, indented(code`${raw('\n')}${value}`), options)
