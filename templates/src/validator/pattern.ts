/**
 * A pattern as ECMAScript reads it: with the `u` flag, as JSON Schema recommends, or without for what only the older
 * grammar takes (`\-`). `undefined` where neither does: then it belongs to another language.
 */
export function patternOf(source: string): RegExp | undefined {
  return compiled(source, 'u') ?? (foreign.test(source) ? undefined : compiled(source, ''))
}

/** Escapes that other languages know (`\A`, `\Z`, `\Q`); without `u` ECMAScript takes them for the letter. */
const foreign = /(?<!\\)(?:\\\\)*\\[AEGHKNOQRTUXZaehiopqyz]/

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}
