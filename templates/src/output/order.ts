/**
 * The order in which our formatter keeps imported names: naturally, so that `b2` comes before `b10`, and each
 * letter with its capital first: `A`, `a`, `aB`, `ab`, `B`.
 */
export function compareNames(a: string, b: string): number {
  const at = whereTheyPart(a, b)
  const [left, right] = [pieceAt(a, at), pieceAt(b, at)]
  if (left === undefined || right === undefined) return a.length - b.length
  return compareRanks(rankOf(left), rankOf(right))
}

/** Where the first piece begins that is another: a character, or a whole number. */
function whereTheyPart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  if (/^[\ud800-\udbff]$/.test(a[at - 1] ?? '')) return at - 1
  const isDigit = (text: string | undefined) => text !== undefined && /^\d$/.test(text)
  if (isDigit(a[at]) || isDigit(b[at])) while (isDigit(a[at - 1])) at--
  return at
}

function pieceAt(text: string, at: number): string | undefined {
  piece.lastIndex = at
  return piece.exec(text)?.[0]
}

const piece = /\d+|[^\d]/uy

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

function rankOf(piece: string): readonly number[] {
  if (/^\d/.test(piece)) return [2, Number(piece), piece.length]
  if (/^[a-z]$/i.test(piece)) return [3, piece.toLowerCase().charCodeAt(0), piece === piece.toUpperCase() ? 0 : 1]
  const known = punctuation.indexOf(piece)
  return known >= 0 ? [1, known] : [piece.charCodeAt(0) < 128 ? 1 : 4, punctuation.length + (piece.codePointAt(0) ?? 0)]
}

const punctuation = ['/', '.', '_', '-', '@', '$']

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
