/** A UUID of RFC 9562, of any version and variant; without `urn:uuid:` and braces. */
export function formatUuid(text: string): boolean {
  return /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/.test(text)
}
