import { entriesOf, type Reading } from '../../contract/reading.js'
import { isReference } from '../../reference/references.js'
import { isArray, isObject, type JsonObject, type JsonTree, objectAt, stringAt } from '../../source/json-tree.js'
import { declaresParametersOf, haveNoQuery } from './parameters.js'

/** Whether a document keeps what the parser asks of 3.x beside the specification's schema. */
export function keepsRulesOfVersion3(root: JsonObject, reading: Reading): boolean {
  const components = objectAt(root, 'components')
  const all = (member: string) => [...written(root[member]), ...written(components?.[member])]
  return (
    written(root['operations']).every(hasChannelOfDocument) &&
    all('operations').every(hasMessagesOfItsChannel) &&
    written(root['channels']).every(hasServersOfDocument) &&
    haveNoQuery(root['channels']) &&
    [...entriesOf(root['channels'], reading), ...entriesOf(components?.['channels'], reading)].every(([, channel]) =>
      declaresParametersOf(stringAt(channel, 'address') ?? '', reading.references.follow(channel['parameters'])),
    )
  )
}

/** The members of a map as they are written: a reference to one from elsewhere is not looked behind. */
const written = (value: JsonTree | undefined): readonly JsonTree[] =>
  isObject(value) && !isReference(value) ? Object.values(value) : []

function hasChannelOfDocument(operation: JsonTree): boolean {
  if (isReference(operation)) return true
  return isObject(operation) && (stringAt(operation['channel'], '$ref') ?? '').startsWith('#/channels/')
}

function hasMessagesOfItsChannel(operation: JsonTree): boolean {
  if (isReference(operation)) return true
  if (!isObject(operation)) return false
  const { messages } = operation
  if (messages === undefined) return true
  const channel = stringAt(operation['channel'], '$ref')
  return (
    isArray(messages) &&
    messages.every((message) => stringAt(message, '$ref')?.startsWith(`${channel}/messages`) === true)
  )
}

function hasServersOfDocument(channel: JsonTree): boolean {
  if (isReference(channel)) return true
  if (!isObject(channel)) return false
  const { servers } = channel
  if (servers === undefined) return true
  return isArray(servers) && servers.every((server) => stringAt(server, '$ref')?.startsWith('#/servers/') === true)
}
