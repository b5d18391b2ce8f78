import { type Code, code, either, indented, raw } from './code.js'

/** What follows `=` or `=>`, with the space before it: on the same line where it fits, else indented on the next. */
export const continued = (value: Code): Code => either(code` ${value}`, indented(code`${raw('\n')}${value}`))
