import { isArray, isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'

/** Members whose values are data: a `$ref` in them is no reference. */
const data = new Set(['example', 'examples', 'default', 'const', 'enum'])

/** Members that map names of the author's to things: a name such as `default` or `examples` is none of ours there. */
const maps = new Set([
  'properties',
  'patternProperties',
  'dependencies',
  'definitions',
  '$defs',
  'schemas',
  'messages',
  'channels',
  'operations',
  'servers',
  'parameters',
  'variables',
  'replies',
  'replyAddresses',
  'correlationIds',
  'operationTraits',
  'messageTraits',
  'securitySchemes',
  'serverBindings',
  'channelBindings',
  'operationBindings',
  'messageBindings',
  'serverVariables',
])

/** Each reference under a value that has not been seen before, however deep. */
export function* eachReference(value: JsonTree, seen: Set<JsonTree>): Generator<JsonObject> {
  const waiting: { value: JsonTree; names: boolean }[] = [{ value, names: false }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isArray(next.value)) {
      if (seen.has(next.value)) continue
      seen.add(next.value)
      for (const item of next.value) waiting.push({ value: item, names: false })
    }
    if (!isObject(next.value) || seen.has(next.value)) continue
    seen.add(next.value)
    if (typeof next.value['$ref'] === 'string') {
      // what stands beside a reference says nothing, in AsyncAPI as in draft-07
      yield next.value
      continue
    }
    for (const key of Object.keys(next.value)) {
      if (!next.names && (data.has(key) || key.startsWith('x-'))) continue
      waiting.push({ value: next.value[key] ?? null, names: !next.names && maps.has(key) })
    }
  }
}
