import { isArray, isObject, type JsonTree } from '../source/json-tree.js'
import type { Diagnostic } from './judge.js'

const ofMessages = new Set([
  'bindings',
  'contentType',
  'correlationId',
  'deprecated',
  'description',
  'examples',
  'externalDocs',
  'headers',
  'messageId',
  'name',
  'payload',
  'schemaFormat',
  'summary',
  'tags',
  'title',
  'traits',
])

/**
 * Whether a legal member of a message was refused. In 2.x a message is one of two shapes (itself, or a list of
 * several), and in every version its payload is: the parser then refuses, for the sake of the one, what belongs to
 * the other, wherever something else in the message is wrong.
 */
export function isMisfit(
  diagnostic: Diagnostic,
  diagnostics: readonly { readonly diagnostic: Diagnostic }[],
  root: JsonTree | undefined,
): boolean {
  const name = /^Property ["'](.+?)["'] is not expected to be here/.exec(diagnostic.message)?.[1]
  if (name === undefined) return false
  const path = diagnostic.path.map(String)
  // the place has been moved to where a reference leads, so that nothing is left of the message
  if (path.at(-1) !== name) return name === 'payload' || name === 'headers'
  const holder = path.slice(0, -1)
  if (name === 'oneOf') return holder.at(-1) === 'message'
  if (!ofMessages.has(name) && !name.startsWith('x-')) return false
  const torn = diagnostics.some(
    ({ diagnostic: other }) =>
      /must have required property ["']oneOf["']/.test(other.message) &&
      other.source === diagnostic.source &&
      other.path.join('\n') === holder.join('\n'),
  )
  return torn && !holdsOneOf(root, holder)
}

function holdsOneOf(root: JsonTree | undefined, path: readonly string[]): boolean {
  const found = path.reduce<JsonTree | undefined>(
    (value, token) => (isArray(value) ? value[Number(token)] : isObject(value) ? value[token] : undefined),
    root,
  )
  return isObject(found) && 'oneOf' in found
}
