/**
 * Remembers what a function makes of a text, where programs see few texts, each again and again: a content type, the
 * name of a header. Whoever sends others each time fills no memory: of those that come late, and of long ones, nothing
 * is kept.
 */
export const remembered = <T extends {}>(make: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (known.size < most && text.length <= longest) known.set(text, made)
    return made
  }
}

const most = 1_000
const longest = 200
