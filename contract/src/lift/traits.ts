import type { Reading } from '../contract/reading.js'
import { emptyObject, isArray, isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'

/** Deeper than any trait; it ends the merge of two recursive schemas. */
const mergeLimit = 100

/**
 * Applies the traits of an operation or message. 2.x (Operation Object, `traits`): merged into the object in
 * their order, by JSON Merge Patch, so a trait wins. 3.x (Traits Merge Mechanism): the object always wins.
 */
export function applyTraits(value: JsonObject, major: 2 | 3, reading: Reading): JsonObject {
  const traits = reading.references.follow(value['traits'])
  if (!isArray(traits) || traits.length === 0) return value
  const { traits: _, ...own } = value
  const self = reading.whereabouts.adopt(Object.assign(emptyObject(), own), value)
  const found = traits.map((trait) => reading.references.follow(trait)).filter(isObject)
  const order = major === 2 ? [self, ...found] : [...found, self]
  const merged = order.reduce<JsonObject>((target, patch) => merge(target, patch, reading, 0), emptyObject())
  return reading.whereabouts.adopt(merged, value)
}

/** JSON Merge Patch (RFC 7396) over values that may be references; what only one side has is kept as it stands. */
function merge(target: JsonObject, patch: JsonObject, reading: Reading, depth: number): JsonObject {
  const merged = Object.assign(emptyObject(), target)
  for (const key of Object.keys(patch)) {
    const given: JsonTree | undefined = patch[key]
    if (given === null || given === undefined) delete merged[key]
    else merged[key] = mergeMember(target[key], given, reading, depth + 1)
  }
  return merged
}

function mergeMember(target: JsonTree | undefined, patch: JsonTree, reading: Reading, depth: number): JsonTree {
  const under = reading.references.follow(target)
  const over = reading.references.follow(patch)
  if (!isObject(under) || !isObject(over) || under === over || depth > mergeLimit) return patch
  return reading.whereabouts.adopt(merge(under, over, reading, depth), over)
}
