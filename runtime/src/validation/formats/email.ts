import { formatHostname } from './hostname.js'
import { formatIpv4, formatIpv6 } from './ip-address.js'

/** `Mailbox` of RFC 5321, section 4.1.2, in ASCII: a quoted local part and an address literal are legal. */
export function formatEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  return at > 0 && at <= 64 && isLocalPart(text.slice(0, at)) && isDomain(text.slice(at + 1))
}

function isLocalPart(text: string): boolean {
  if (text.startsWith('"')) return /^"(?:[ !#-[\]-~]|\\[ -~])*"$/.test(text)
  return text.split('.').every((atom) => /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/.test(atom))
}

function isDomain(text: string): boolean {
  if (!text.startsWith('[')) return formatHostname(text)
  if (!text.endsWith(']')) return false
  const literal = text.slice(1, -1)
  return /^IPv6:/i.test(literal) ? formatIpv6(literal.slice(5)) : formatIpv4(literal)
}
