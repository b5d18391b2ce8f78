import { basename } from 'node:path'

/** Tokens of a pointer that say what a thing is, not what it is called. */
const structure = new Set([
  'components',
  'channels',
  'operations',
  'messages',
  'message',
  'schemas',
  'payload',
  'headers',
  'schema',
  'publish',
  'subscribe',
  'oneOf',
  'allOf',
  'anyOf',
  'not',
  'if',
  'then',
  'else',
  'items',
  'contains',
  'properties',
  'patternProperties',
  'additionalProperties',
  'dependencies',
  'definitions',
  '$defs',
  'messageTraits',
  'traits',
  'parameters',
])

/** What follows these is a name, whatever it reads. */
const maps = new Set([
  'channels',
  'operations',
  'messages',
  'schemas',
  'properties',
  'definitions',
  '$defs',
  'messageTraits',
  'parameters',
])

/**
 * Names for what stands at a place, the best first: the last telling part of its pointer, then more and more of
 * what is around it; the last names the place whole.
 */
export function namesOfPlace(file: string, tokens: readonly string[]): string[] {
  const telling: string[] = []
  let inMap = false
  for (const token of tokens) {
    if (inMap || !(structure.has(token) || /^\d+$/.test(token))) telling.push(token)
    inMap = !inMap && maps.has(token)
  }
  const stem = basename(file).replace(/(\.(schema|message|asyncapi))?\.(json|ya?ml|avsc)$/i, '')
  const names: string[] = []
  for (let from = telling.length - 1; from >= 0; from--) names.push(telling.slice(from).join('.'))
  names.push([stem, ...telling].join('.'), `${file}#${tokens.join('/')}`)
  return [...new Set(names)]
}
