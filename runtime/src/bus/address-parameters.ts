/** Reads the values of a template's parameters out of an address: `orders/{orderId}` and `orders/17`. */
export function parameterReader(template: string): (address: string) => Readonly<Record<string, string>> | undefined {
  const names = [...template.matchAll(parameter)].map(([, name]) => name ?? '')
  if (names.length === 0) return (address) => (address === template ? none : undefined)
  const pattern = new RegExp(
    `^${template
      .split(/\{[^{}]+\}/)
      .map(escapePattern)
      .join('([^/]+)')}$`,
  )
  return (address) => {
    const values = pattern.exec(address)
    return values === null ? undefined : Object.fromEntries(names.map((name, index) => [name, values[index + 1] ?? '']))
  }
}

/** Fills in those parameters that are given. */
export function fillSome(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replace(parameter, (braces, name: string) => parameters[name] ?? braces)
}

export const parametersIn = (template: string): readonly string[] =>
  [...template.matchAll(parameter)].map(([, name]) => name ?? '')

const parameter = /\{([^{}]+)\}/g
const none = Object.freeze({})

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
