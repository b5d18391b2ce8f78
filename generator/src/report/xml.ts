/** An element on lines of its own. `content` is XML already. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
  const opening = `<${name}${list.join('')}`
  if (content === undefined) return `${opening}/>\n`
  return content.startsWith('<') ? `${opening}>\n${content}</${name}>\n` : `${opening}>${content}</${name}>\n`
}

// What XML 1.0 cannot hold, not even escaped (section 2.2), and lone halves of surrogate pairs.
const illegal =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are illegal
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

export const escapeText = (text: string): string =>
  text
    .replaceAll(illegal, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** A reader turns line ends in attributes to spaces, unless they are references. */
const escapeAttribute = (text: string): string =>
  escapeText(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;')
