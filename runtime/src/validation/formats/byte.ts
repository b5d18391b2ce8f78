/** Base64 of RFC 4648, section 4, with its padding. */
export function formatByte(text: string): boolean {
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ''))
}
