/** A pointer of RFC 6901 in its string form. */
export function formatJsonPointer(text: string): boolean {
  return text === '' || (text.startsWith('/') && !/~(?![01])/.test(text))
}

/** A pointer of RFC 6901, section 6, as the fragment of a URI, with its `#`. */
export function formatJsonPointerUriFragment(text: string): boolean {
  const pointer = text.slice(1)
  return text.startsWith('#') && formatJsonPointer(pointer) && !notInFragment.test(pointer)
}

/** A relative JSON pointer: how many levels up, then a pointer or `#`. */
export function formatRelativeJsonPointer(text: string): boolean {
  const [levels] = /^(?:0|[1-9][0-9]*)/.exec(text) ?? []
  if (levels === undefined) return false
  const rest = text.slice(levels.length)
  return rest === '#' || formatJsonPointer(rest)
}

const notInFragment = /[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]|%(?![0-9A-Fa-f]{2})/
