/**
 * Whether a property is the value's own. What every object has by its prototype has to be asked for; all else is there
 * or `undefined`, since values have no other prototype (see `createValidator`).
 */
export const ownProperty = (value: string, name: string): string =>
  name in Object.prototype ? `Object.hasOwn(${value},${JSON.stringify(name)})` : ''

/** Reads a property. */
export const property = (value: string, name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? `${value}.${name}` : `${value}[${JSON.stringify(name)}]`

export const has = (value: string, name: string): string => {
  const own = ownProperty(value, name)
  return `${own && `${own}&&`}${property(value, name)}!==undefined`
}

export const hasNot = (value: string, name: string): string => {
  const own = ownProperty(value, name)
  return `${own && `!${own}||`}${property(value, name)}===undefined`
}
