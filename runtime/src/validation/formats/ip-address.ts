/** `dotted-quad` of RFC 2673: four decimal numbers up to 255, without leading zeros. */
export function formatIpv4(text: string): boolean {
  if (text.length > 15) return false
  const numbers = text.split('.')
  return (
    numbers.length === 4 && numbers.every((digits) => /^(?:0|[1-9][0-9]{0,2})$/.test(digits) && Number(digits) < 256)
  )
}

/** An address of RFC 4291, section 2.2; no zone, no prefix length. */
export function formatIpv6(text: string): boolean {
  if (text.length > 45) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)?.at(-1)
  const mapped = last?.includes('.') ?? false
  if (mapped && !formatIpv4(last ?? '')) return false
  const all = groups.flat()
  const hexadecimal = mapped ? all.slice(0, -1) : all
  if (!hexadecimal.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false
  const count = hexadecimal.length + (mapped ? 2 : 0)
  return halves.length === 2 ? count < 8 : count === 8
}
