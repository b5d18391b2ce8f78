/** A JSON value as an expression. `__proto__` is a name like any other. */
export function literalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => {
    const key = JSON.stringify(name)
    return `${name === '__proto__' ? `[${key}]` : key}:${literalText(member)}`
  })
  return `{${members.join(',')}}`
}

/** A regular expression as a constant of the module. */
export const patternText = ({ source, flags }: RegExp): string =>
  `/* @__PURE__ */ new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)})`

/** Whether a value is of a JSON type; an integer has to be one that is exact. */
export function isOfType(value: string, type: string): string {
  switch (type) {
    case 'null':
      return `${value}===null`
    case 'array':
      return `Array.isArray(${value})`
    case 'object':
      return `typeof ${value}=="object"&&${value}!==null&&!Array.isArray(${value})`
    case 'integer':
      return `Number.isSafeInteger(${value})`
    case 'number':
      return `Number.isFinite(${value})`
    default:
      return `typeof ${value}==${JSON.stringify(type)}`
  }
}

export function isNotOfType(value: string, type: string): string {
  switch (type) {
    case 'null':
      return `${value}!==null`
    case 'object':
      return `typeof ${value}!="object"||${value}===null||Array.isArray(${value})`
    case 'array':
    case 'integer':
    case 'number':
      return `!${isOfType(value, type)}`
    default:
      return `typeof ${value}!=${JSON.stringify(type)}`
  }
}

/** A set at the top of the module. */
export const setText = (values: readonly unknown[]): string => `/* @__PURE__ */ new Set(${literalText(values)})`
