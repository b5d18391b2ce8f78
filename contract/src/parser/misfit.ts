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
 * Whether a legal member of a message was refused. In 2.x a message is one of two shapes, itself or a list of several:
 * wherever something in it is wrong, the parser refuses for the sake of the one what belongs to the other.
 */
export function isMisfit(diagnostic: Diagnostic, others: readonly Diagnostic[], root: JsonTree | undefined): boolean {
  const name = /^Property ["'](.+?)["'] is not expected to be here/.exec(diagnostic.message)?.[1]
  if (name === undefined) return false
  const path = diagnostic.path.map(String)
  const holder = path.slice(0, -1)
  if (path.at(-1) === 'oneOf') return holder.at(-1) === 'message'
  const torn = others.filter(({ message }) => /must have required property ["']oneOf["']/.test(message))
  // the place is where a reference leads, and nothing of the message is left in it
  if (path.at(-1) !== name) return torn.length > 0 && (name === 'payload' || name === 'headers')
  if (!ofMessages.has(name) && !name.startsWith('x-')) return false
  return torn.some((other) => isSame(other, diagnostic, holder)) && !holdsOneOf(root, holder)
}

function isSame(other: Diagnostic, { source }: Diagnostic, holder: readonly string[]): boolean {
  return (
    other.source === source && other.path.length === holder.length && holder.every((t, i) => t === `${other.path[i]}`)
  )
}

function holdsOneOf(root: JsonTree | undefined, path: readonly string[]): boolean {
  const found = path.reduce<JsonTree | undefined>(
    (value, token) => (isArray(value) ? value[Number(token)] : isObject(value) ? value[token] : undefined),
    root,
  )
  return isObject(found) && 'oneOf' in found
}
