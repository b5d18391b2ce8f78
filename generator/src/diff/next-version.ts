import type { JudgedChange } from './judge-changes.js'

/** How much of a version the changes of a contract raise. */
export type Level = 'none' | 'patch' | 'minor' | 'major'

/**
 * What somebody has to adapt to, or where that cannot be told, is major, changes of the SDK's types among it; what
 * only adds is minor; words alone are a patch.
 */
export function levelOf(changes: readonly JudgedChange[], isSameText: boolean): Level {
  const isMajor = ({ severity, breaks, rule }: JudgedChange) =>
    severity === 'error' || rule === 'cannot-tell' || (severity === 'warning' && breaks.includes('source'))
  if (changes.some(isMajor)) return 'major'
  if (changes.length > 0) return 'minor'
  return isSameText ? 'none' : 'patch'
}

interface Version {
  readonly prefix: string
  readonly numbers: readonly number[]
  readonly preRelease: string
}

/**
 * The version after a change of that level (Semantic Versioning 2.0.0), written with as many numbers as it was.
 * `undefined` where the version is none. Below 1.0.0 a break raises the second number, and everything else the third.
 */
export function nextVersion(version: string, level: Level): string | undefined {
  const { prefix, numbers, preRelease } = readVersion(version) ?? {}
  if (prefix === undefined || numbers === undefined) return undefined
  if (level === 'none') return version
  if (preRelease !== '') return `${prefix}${numbers.join('.')}`
  const [major = 0, minor = 0, patch = 0] = numbers
  const raised = major === 0 ? beforeFirst(level, minor, patch) : raise(level, major, minor, patch)
  const least = raised[2] === 0 ? (raised[1] === 0 ? 1 : 2) : 3
  return prefix + raised.slice(0, Math.max(least, numbers.length)).join('.')
}

/** The higher of two versions; the first where one of them is none. */
export function higherVersion(one: string, other: string): string {
  const [a, b] = [readVersion(one), readVersion(other)]
  if (a === undefined || b === undefined) return one
  for (const at of [0, 1, 2]) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0)
    if (difference !== 0) return difference > 0 ? one : other
  }
  return a.preRelease !== '' && b.preRelease === '' ? other : one
}

function readVersion(text: string): Version | undefined {
  const found = /^(v?)(\d{1,15}(?:\.\d{1,15}){0,2})(?:-([\dA-Za-z.-]+))?(?:\+[\dA-Za-z.-]+)?$/.exec(text.trim())
  if (found === null) return undefined
  const [, prefix = '', numbers = '', preRelease = ''] = found
  return { prefix, numbers: numbers.split('.').map(Number), preRelease }
}

const raise = (level: Level, major: number, minor: number, patch: number): readonly [number, number, number] =>
  level === 'major' ? [major + 1, 0, 0] : level === 'minor' ? [major, minor + 1, 0] : [major, minor, patch + 1]

const beforeFirst = (level: Level, minor: number, patch: number): readonly [number, number, number] =>
  level === 'major' ? [0, minor + 1, 0] : [0, minor, patch + 1]
