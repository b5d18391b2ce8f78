import { isArray, isObject, type JsonTree } from '../source/json-tree.js'

/** Whether two values are the same JSON, their members seen by `see`. */
export function isSame(one: JsonTree, other: JsonTree, see: (value: JsonTree | undefined) => JsonTree): boolean {
  if (one === other) return true
  if (isArray(one) && isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(see(item), see(other[index]), see))
  }
  if (!isObject(one) || !isObject(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(see(one[key]), see(other[key]), see))
  )
}
