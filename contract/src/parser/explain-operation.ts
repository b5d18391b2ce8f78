import { entriesOf, type Reading } from '../contract/reading.js'
import type { Place } from '../finding/finding.js'
import { isObject, type JsonObject, type JsonTree, stringAt } from '../source/json-tree.js'
import { writePointer } from '../source/pointer.js'
import type { SourceFile } from '../source/source-file.js'
import type { Diagnostic } from './judge.js'

/**
 * The commonest mistake of all: an operation of 3.x that points at `components` where it should point at a channel
 * of the document or at one of its channel's messages. We can name the reference that was meant.
 */
export function explainOperation(
  { code, path }: Diagnostic,
  place: Place,
  file: SourceFile,
  reading: Reading,
): boolean {
  const root = file.value
  if (!isObject(root) || place.file !== file.path) return false
  if (code === 'asyncapi3-operation-messages-from-referred-channel')
    return explainMessage(root, path.map(String), place, reading)
  if (code === 'asyncapi3-required-operation-channel-unambiguity')
    return explainChannel(root, path.map(String), place, reading)
  return false
}

function explainMessage(root: JsonObject, path: readonly string[], place: Place, reading: Reading): boolean {
  const found = at(root, path)
  const reference = stringAt(found, '$ref') ?? stringAt(at(root, path.slice(0, -1)), '$ref')
  const index = path.indexOf('messages')
  if (reference === undefined || index < 0) return false
  const channel = stringAt(at(root, [...path.slice(0, index), 'channel']), '$ref')
  const holder =
    channel === undefined ? undefined : reading.references.follow(at(root, [...path.slice(0, index), 'channel']))
  const messages = isObject(holder) ? entriesOf(holder['messages'], reading) : []
  const target = reading.references.follow(found)
  const same = messages.find(([, message]) => message === target)?.[0]
  const meant = same === undefined ? undefined : `${channel}${writePointer(['messages', same])}`
  const exact = isObject(found) ? reading.whereabouts.place(found, '$ref') : place
  reading.reporter.report('message-not-of-channel', exact, {
    operation: path[index - 1] ?? '',
    reference,
    mend:
      meant === undefined
        ? `Add the message to "messages" of ${channel ?? 'its channel'}, and refer to it there.`
        : `Write "$ref: '${meant}'".`,
  })
  return true
}

function explainChannel(root: JsonObject, path: readonly string[], place: Place, reading: Reading): boolean {
  const tokens = path.at(-1) === '$ref' ? path.slice(0, -1) : path
  const found = at(root, tokens)
  const reference = stringAt(found, '$ref')
  if (reference === undefined) return false
  const target = reading.references.follow(found)
  const meant = entriesOf(root['channels'], reading).find(([, channel]) => channel === target)?.[0]
  reading.reporter.report('channel-not-of-document', place, {
    where: `${tokens.slice(0, 2).join(' ').replace(/s /, ' ')}`,
    reference,
    mend:
      meant === undefined
        ? 'Add the channel under "channels" (there a $ref to a component is fine), and refer to it there.'
        : `Write "$ref: '#${writePointer(['channels', meant])}'".`,
  })
  return true
}

function at(root: JsonTree, path: readonly string[]): JsonTree | undefined {
  return path.reduce<JsonTree | undefined>(
    (value, token) => (Array.isArray(value) ? value[Number(token)] : isObject(value) ? value[token] : undefined),
    root,
  )
}
