/** A text as it stands between the quotes of a JSON string. */
export const escaped = (text: string): string => (isPlain(text) ? text : JSON.stringify(text).slice(1, -1))

/** The same with its quotes: what `JSON.stringify` gives, and more quickly. */
export const quoted = (text: string): string => `"${escaped(text)}"`

const isPlain = (text: string): boolean => {
  if (text.length > long) return !special.test(text)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return false
  }
  return true
}

/** To here, calling a pattern costs more than a loop. */
const long = 20

/** Anything but what JSON leaves as it is: no control character, quote, backslash, or surrogate, which may be lone. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/
