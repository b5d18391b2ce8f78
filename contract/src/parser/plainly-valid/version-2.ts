import { entriesOf, type Reading } from '../../contract/reading.js'
import { createFit } from '../../fit/fit.js'
import { isReference } from '../../reference/references.js'
import { isArray, isObject, type JsonObject, type JsonTree, objectAt, stringAt } from '../../source/json-tree.js'
import { declaresParametersOf, haveNoQuery } from './parameters.js'

/**
 * Whether a document keeps what the parser asks of 2.x beside the specification's schema. There that does not look
 * into payloads, which `isSchema` judges.
 */
export function keepsRulesOfVersion2(
  root: JsonObject,
  reading: Reading,
  isSchema: (payload: JsonTree) => boolean,
): boolean {
  const { follow } = reading.references
  const components = objectAt(root, 'components')
  const all = (member: string) =>
    [...entriesOf(root[member], reading), ...entriesOf(components?.[member], reading)].map(([, found]) => found)
  const channels = all('channels')
  const operations = channels.flatMap((channel) => objectsAmong(['publish', 'subscribe'].map((verb) => channel[verb])))
  const messages = [...operations.map(({ message }) => message), ...all('messages')].flatMap(messagesOf)
  const traits = [...messages.flatMap(({ traits }) => objectsIn(traits)), ...all('messageTraits')]
  const parameters = [...channels.flatMap(({ parameters }) => objectsIn(parameters)), ...all('parameters')]
  const schemas = [
    ...[...messages, ...traits].map(({ payload }) => payload),
    ...parameters.map(({ schema }) => schema),
    ...all('schemas'),
  ]
  const servers = all('servers')
  const names = Object.keys(objectAt(root, 'servers') ?? {})

  return (
    haveNoQuery(root['channels']) &&
    entriesOf(root['channels'], reading).every(([address, { parameters }]) =>
      declaresParametersOf(address, follow(parameters)),
    ) &&
    servers.every((server) => declaresParametersOf(stringAt(server, 'url') ?? '', follow(server['variables']))) &&
    channels.every(({ servers }) => isEach(servers, (name) => names.some((known) => known === name))) &&
    [...servers, ...operations].every(({ security }) => isEach(security, isKnownSecurity)) &&
    [...messages, ...traits].every(({ schemaFormat }) => isOrdinary(schemaFormat)) &&
    messages.every(({ payload }) => payload === undefined || isSchema(payload)) &&
    schemas.every((schema) => fitsItself(follow(schema))) &&
    tagsIn(root).every(areDistinct)
  )

  function messagesOf(value: JsonTree | undefined): JsonObject[] {
    const message = follow(value)
    if (!isObject(message)) return []
    return 'oneOf' in message ? objectsIn(message['oneOf']).flatMap(messagesOf) : [message]
  }

  function objectsIn(value: JsonTree | undefined): JsonObject[] {
    const found = follow(value)
    return isArray(found) || isObject(found) ? objectsAmong(Object.values(found)) : []
  }

  function objectsAmong(values: readonly (JsonTree | undefined)[]): JsonObject[] {
    return values.map((value) => follow(value)).filter(isObject)
  }

  function isKnownSecurity(needed: JsonTree): boolean {
    const schemes = objectAt(components, 'securitySchemes') ?? {}
    return (
      isObject(needed) &&
      Object.keys(needed).every((name) => {
        const scheme = schemes[name]
        // the scopes of a flow are for the parser to compare
        return isObject(scheme) && !isReference(scheme) && scheme['type'] !== 'oauth2'
      })
    )
  }

  /** The default and the examples of a schema are held against it. */
  function fitsItself(schema: JsonTree | undefined): boolean {
    if (!isObject(schema)) return true
    const examples = isArray(schema['examples']) ? schema['examples'] : []
    const values = 'default' in schema ? [schema['default'] ?? null, ...examples] : examples
    // texts are not looked at: they may be JSON
    const judged = values.filter((value) => typeof value !== 'string')
    if (judged.length === 0) return true
    const fit = createFit({ root: schema, flags: '', follow: (value) => (isReference(value) ? undefined : value) })
    return judged.every((value) => fit(schema, value))
  }
}

const isEach = (values: JsonTree | undefined, check: (value: JsonTree) => boolean): boolean =>
  values === undefined || (isArray(values) && values.every(check))

/** Schemas of other formats have parsers of their own. */
const isOrdinary = (format: JsonTree | undefined): boolean =>
  format === undefined ||
  /^application\/(vnd\.aai\.asyncapi(\+json|\+yaml)?;version=2\.[0-6]\.0|schema(\+json|\+yaml)?;version=draft-07)$/.test(
    String(format),
  )

function areDistinct(tags: JsonTree): boolean {
  if (!isArray(tags)) return true
  const names = tags.map((tag) => stringAt(tag, 'name'))
  return !names.includes(undefined) && new Set(names).size === names.length
}

/** Whatever stands under the name "tags", anywhere. */
function tagsIn(value: JsonTree): readonly JsonTree[] {
  if (isArray(value)) return value.flatMap(tagsIn)
  if (!isObject(value)) return []
  return Object.keys(value).flatMap((key) => [
    ...(key === 'tags' ? [value[key] ?? null] : []),
    ...tagsIn(value[key] ?? null),
  ])
}
