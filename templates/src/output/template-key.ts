import { type Code, code, raw } from './code.js'

/** A template literal type of fixed texts with any string between them. Throws where a text would need an escape. */
export function templateKey(texts: readonly string[]): Code {
  const fixed = texts.map((text) => {
    if (!/^[\w\-:/@ .$+*?^|()[\]{}]*$/.test(text) || text.includes('${'))
      throw new TypeError(`${JSON.stringify(text)} needs an escape`)
    return text
  })
  return code`${raw('`')}${raw(fixed.join('$' + '{string}'))}${raw('`')}`
}
