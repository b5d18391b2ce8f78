/** A file larger than this is no document that anybody wrote. */
export const byteLimit = 32_000_000

/** What a reader keeps of each value takes some hundred times the room that it has in the text. */
export const valueLimit = 500_000

/** Deeper than this no compiler downstream follows, and people do not either. */
export const depthLimit = 500

/** What the aliases of a small file may unfold to. */
export const unfoldLimit = 100_000

/** A reader climbs so far before it sees how deep it is; far more than it lets pass. */
const bracketLimit = 10_000

/**
 * Whether a text would cost a reader more than we give it, as far as its characters tell: by what stands between
 * values (commas, colons, line ends), and by brackets that are open.
 */
export function tooMuchIn(text: string): 'values' | 'levels' | undefined {
  let between = 0
  let open = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === comma || code === colon || code === lineEnd) between++
    else if (code === bracket || code === brace) open++
    else if (code === bracket + 2 || code === brace + 2) open--
    if (open > bracketLimit) return 'levels'
  }
  return between > 2 * valueLimit ? 'values' : undefined
}

const comma = 0x2c
const colon = 0x3a
const lineEnd = 0x0a
const bracket = 0x5b
const brace = 0x7b
