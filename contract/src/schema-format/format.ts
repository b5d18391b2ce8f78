/** How a schema is written. */
export type SchemaFormat = 'asyncapi' | 'openapi' | 'avro'

/**
 * Reads a `schemaFormat`: the media type decides, its parameters are versions. `undefined` for a format that we do
 * not read.
 */
export function readSchemaFormat(text: string | undefined): SchemaFormat | undefined {
  if (text === undefined) return 'asyncapi'
  const [type = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const version = parameters.find((part) => part.startsWith('version='))?.slice('version='.length) ?? ''
  const base = type.replace(/\+(json|yaml)$/, '')
  if (base === 'application/vnd.aai.asyncapi') return 'asyncapi'
  if (base === 'application/schema') return /^(draft-0?[67])?$/.test(version) ? 'asyncapi' : undefined
  if (base === 'application/vnd.oai.openapi') return /^(3\.0(\.\d+)?)?$/.test(version) ? 'openapi' : undefined
  if (base === 'application/vnd.apache.avro') return 'avro'
  return undefined
}
