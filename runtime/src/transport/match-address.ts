/**
 * Whether an address belongs to a family such as `orders/{orderId}`: a parameter in braces takes any value that
 * is not empty and holds no `/`. For transports without wildcards of their own.
 */
export function addressMatcher(family: string): (address: string) => boolean {
  if (!isAddressFamily(family)) return (address) => address === family
  const pattern = new RegExp(addressPattern(family), 'u')
  return (address) => pattern.test(address)
}

/** The same as the text of a regular expression, for what matches elsewhere; PostgreSQL reads it too. */
export function addressPattern(family: string): string {
  return `^${family
    .split(/\{[^{}]+\}/)
    .map(escapePattern)
    .join('[^/]+')}$`
}

/** Whether an address has parameters that are not filled in. */
export function isAddressFamily(address: string): boolean {
  return /\{[^{}]+\}/.test(address)
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
