/** A host name of RFC 1123, section 2.1: letters, digits and inner hyphens. What an `xn--` label stands for is not decoded. */
export function formatHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isLabel)
}

const isLabel = (label: string) =>
  label.length <= 63 && /^[A-Za-z0-9-]+$/.test(label) && !label.startsWith('-') && !label.endsWith('-')
