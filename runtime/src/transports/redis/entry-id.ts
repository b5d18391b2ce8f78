/** Whether an entry comes before another one of a stream. Their ids are two numbers each, as long as they need be. */
export function isBefore(one: string, other: string): boolean {
  const [end, otherEnd] = [one.indexOf('-'), other.indexOf('-')]
  if (end !== otherEnd) return end < otherEnd
  const [ms, otherMs] = [one.slice(0, end), other.slice(0, end)]
  if (ms !== otherMs) return ms < otherMs
  return one.length === other.length ? one < other : one.length < other.length
}
