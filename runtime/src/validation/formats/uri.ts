import { formatIpv6 } from './ip-address.js'

/** A URI of RFC 3986: with its scheme. */
export function formatUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && formatUriReference(text)
}

/** A URI or a relative reference of RFC 3986, section 4.1. */
export function formatUriReference(text: string): boolean {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(text)
  if (match === null) return false
  const [, scheme, authority, path = '', query = '', fragment = ''] = match
  if (authority !== undefined && !isAuthority(authority)) return false
  // A colon in the first segment would make it a scheme (section 4.2).
  if (scheme === undefined && authority === undefined && /^[^/]*:/.test(path)) return false
  return !notInPath.test(path) && !notInQuery.test(query) && !notInQuery.test(fragment)
}

/** A template of RFC 6570, up to level 4. */
export function formatUriTemplate(text: string): boolean {
  let at = 0
  for (const part of text.split('{')) {
    const end = at === 0 ? -1 : part.indexOf('}')
    if (at > 0 && (end < 0 || !isExpression(part.slice(0, end)))) return false
    if (notInTemplate.test(part.slice(end + 1))) return false
    at++
  }
  return true
}

const notInUserinfo = /[^A-Za-z0-9._~!$&'()*+,;=:%-]|%(?![0-9A-Fa-f]{2})/
const notInName = /[^A-Za-z0-9._~!$&'()*+,;=%-]|%(?![0-9A-Fa-f]{2})/
const notInPath = /[^A-Za-z0-9._~!$&'()*+,;=:@/%-]|%(?![0-9A-Fa-f]{2})/
const notInQuery = /[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]|%(?![0-9A-Fa-f]{2})/
const notInTemplate = /["<>\\^`{|} ]|\p{Control}|\p{Surrogate}|\p{Noncharacter_Code_Point}|%(?![0-9A-Fa-f]{2})/u

function isAuthority(text: string): boolean {
  const at = text.indexOf('@')
  if (notInUserinfo.test(text.slice(0, Math.max(at, 0)))) return false
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::([\s\S]*))?$/.exec(text.slice(at + 1)) ?? [undefined, '^']
  if (port !== undefined && /[^0-9]/.test(port)) return false
  return host.startsWith('[') ? isAddressLiteral(host.slice(1, -1)) : !notInName.test(host)
}

const isAddressLiteral = (text: string) =>
  formatIpv6(text) || /^[Vv][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/.test(text)

/** Section 2.2 and 2.3, without its braces. */
function isExpression(text: string): boolean {
  const variables = text.replace(/^[+#./;?&=,!@|]/, '')
  return variables.split(',').every((variable) => {
    const name = variable.replace(/(?:\*|:[1-9][0-9]{0,3})$/, '')
    return name.split('.').every((part) => part !== '' && !/[^A-Za-z0-9_%]|%(?![0-9A-Fa-f]{2})/.test(part))
  })
}
