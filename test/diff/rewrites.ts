import type { Json } from '@tidings/contract'

type JsonObject = { readonly [key: string]: Json }

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every map in the opposite order: JSON and YAML give it no meaning. */
export function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

/** Every reference to a schema that refers to none itself, with the schema in its place. */
export function inlined(document: Json): Json {
  const schemas = at(at(document, 'components'), 'schemas')
  const plain = new Map(
    Object.entries(isObject(schemas) ? schemas : {})
      .filter(([, schema]) => !JSON.stringify(schema).includes('"$ref"'))
      .map(([name, schema]) => [`#/components/schemas/${name}`, schema]),
  )
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    const reference = value['$ref']
    const schema = typeof reference === 'string' ? plain.get(reference) : undefined
    return schema ?? mapped(value, visit)
  }
  return visit(document)
}

/** Every channel at another address: in 3.x by `address`, in 2.x by its key. */
export function moved(document: Json): Json {
  const channels = at(document, 'channels')
  if (!isObject(document) || !isObject(channels)) return document
  const isVersion2 = String(document['asyncapi']).startsWith('2.')
  const entries = Object.entries(channels).map(([key, channel]): [string, Json] =>
    isVersion2
      ? [`${key}/moved`, channel]
      : [
          key,
          isObject(channel) && typeof channel['address'] === 'string'
            ? { ...channel, address: `${channel['address']}/moved` }
            : channel,
        ],
  )
  return { ...document, channels: Object.fromEntries(entries) }
}

/** Every object that declares properties asks for one more. */
export function demanding(value: Json): Json {
  if (Array.isArray(value)) return value.map(demanding)
  if (!isObject(value)) return value
  const copy = mapped(value, demanding)
  const { properties, required = [] } = copy
  if (!isObject(properties) || !Array.isArray(required) || ![undefined, 'object'].includes(copy['type'] as string))
    return copy
  return {
    ...copy,
    properties: { ...properties, askedForNow: { type: 'string' } },
    required: [...required, 'askedForNow'],
  }
}

const at = (value: Json | undefined, key: string): Json | undefined => (isObject(value) ? value[key] : undefined)

const mapped = (value: JsonObject, change: (inner: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]))
