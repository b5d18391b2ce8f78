/**
 * A regular expression of ECMAScript, with its `u` flag or, for what older ones allow, without; up to 10,000
 * characters, since compiling a hostile one of a megabyte takes many seconds.
 */
export function formatRegex(text: string): boolean {
  if (text.length > 10_000) return false
  return isRegExp(text, 'u') || (!foreign.test(text) && isRegExp(text, ''))
}

/** Escapes that other languages know and ECMAScript, without `u`, takes for the letter. */
const foreign = /(?<!\\)(?:\\\\)*\\[AEGHKNOQRTUXZaehiopqyz]/

function isRegExp(text: string, flags: string): boolean {
  try {
    new RegExp(text, flags)
    return true
  } catch {
    return false
  }
}
