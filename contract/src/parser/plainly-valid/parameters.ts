import { isObject, type JsonTree } from '../../source/json-tree.js'

/** Whether the parameters of an address are exactly those that are declared; who declares none is not asked. */
export function declaresParametersOf(address: string, declared: JsonTree | undefined): boolean {
  if (declared === undefined) return true
  if (!isObject(declared)) return false
  const used = new Set([...address.matchAll(/\{(.+?)\}/g)].map(([, name = '']) => name))
  const names = Object.keys(declared)
  return names.length === used.size && names.every((name) => used.has(name))
}

/** Whether the channels have names without a query or fragment, and none that reads like an extension. */
export const haveNoQuery = (channels: JsonTree | undefined): boolean =>
  channels === undefined || (isObject(channels) && !Object.keys(channels).some((name) => /[?#]|^x-/.test(name)))
