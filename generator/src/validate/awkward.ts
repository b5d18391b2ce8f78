/** Deeper, the runtime takes no data. */
export const maxDepth = 500

/**
 * Whether data, although it may be valid, holds what the runtime refuses: a number that may have lost digits when it was
 * parsed, or too many levels. Quick, since all data comes by here.
 */
export function isAwkward(value: unknown, depth = 0): boolean {
  if (typeof value === 'number')
    return !Number.isSafeInteger(value) && (Number.isInteger(value) || !Number.isFinite(value))
  if (typeof value !== 'object' || value === null) return false
  if (depth >= maxDepth) return true
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item !== 'string' && isAwkward(item, depth + 1)) return true
    return false
  }
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name]
    if (typeof member !== 'string' && isAwkward(member, depth + 1)) return true
  }
  return false
}

/** Whether it is, or holds, an object or array below that many others. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth >= maxDepth || Object.values(value).some((member) => isTooDeep(member, depth + 1))
}

/** As the runtime sees it, which goes by the text for integers, and by the value for what is written otherwise. */
export function isUnsafeNumber(token: string): boolean {
  const value = Number(token)
  if (!Number.isFinite(value)) return true
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return false
  return /^-?[0-9]+$/.test(token) || Math.abs(value) < 1e21
}
