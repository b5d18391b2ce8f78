/**
 * The order in which our formatter keeps imported names: naturally, so that `b2` comes before `b10`, and each
 * letter with its capital first: `A`, `a`, `aB`, `ab`, `B`.
 */
export function compareNames(a: string, b: string): number {
  const [left, right] = [ranked(a), ranked(b)]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = compareRanks(left[at] ?? [], right[at] ?? [])
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** The order of import statements: packages before files, further files before nearer ones. */
export function compareSpecifiers(a: string, b: string): number {
  const difference = distance(b) - distance(a)
  return difference === 0 ? compareNames(a, b) : difference
}

function distance(specifier: string): number {
  if (specifier.startsWith('node:')) return Number.POSITIVE_INFINITY
  if (!specifier.startsWith('.')) return Number.MAX_SAFE_INTEGER
  return specifier.split('../').length - 1
}

/** One rank per character, one per number. */
function ranked(text: string): number[][] {
  return [...text.matchAll(/\d+|[^\d]/gu)].map(([piece]) => {
    if (/^\d/.test(piece)) return [2, Number(piece), piece.length]
    if (/^[a-z]$/i.test(piece)) return [3, piece.toLowerCase().charCodeAt(0), piece === piece.toUpperCase() ? 0 : 1]
    const known = punctuation.indexOf(piece)
    return known >= 0
      ? [1, known]
      : [piece.charCodeAt(0) < 128 ? 1 : 4, punctuation.length + (piece.codePointAt(0) ?? 0)]
  })
}

const punctuation = ['/', '.', '_', '-', '@', '$']

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
