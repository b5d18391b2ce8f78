// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not reach a terminal
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Text of a document for a terminal, on one line: control characters, which could rewrite the screen, and those
 * that turn the direction of writing, which could show another text than the one that stands there, are spelt out.
 */
export const visible = (text: string): string =>
  text.replaceAll(invisible, (character) => {
    if (character === '\n') return '\\n'
    if (character === '\t') return ' '
    return `\\u{${character.charCodeAt(0).toString(16)}}`
  })
