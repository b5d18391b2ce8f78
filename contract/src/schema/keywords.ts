/** The keywords of draft-07 and the AsyncAPI Schema Object, by what they hold. */
export const keywords = {
  title: 'string',
  description: 'string',
  type: 'type',
  format: 'string',
  enum: 'list',
  const: 'any',
  default: 'any',
  examples: 'list',
  deprecated: 'boolean',
  readOnly: 'boolean',
  writeOnly: 'boolean',
  multipleOf: 'number',
  maximum: 'number',
  exclusiveMaximum: 'number',
  minimum: 'number',
  exclusiveMinimum: 'number',
  maxLength: 'number',
  minLength: 'number',
  pattern: 'string',
  contentEncoding: 'string',
  contentMediaType: 'string',
  items: 'schema-or-list',
  additionalItems: 'schema',
  maxItems: 'number',
  minItems: 'number',
  uniqueItems: 'boolean',
  contains: 'schema',
  maxProperties: 'number',
  minProperties: 'number',
  required: 'names',
  properties: 'schemas',
  patternProperties: 'schemas',
  additionalProperties: 'schema',
  dependencies: 'dependencies',
  propertyNames: 'schema',
  allOf: 'schema-list',
  anyOf: 'schema-list',
  oneOf: 'schema-list',
  not: 'schema',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word; nobody awaits this table
  then: 'schema',
  else: 'schema',
  discriminator: 'string',
} as const

export type Keyword = keyof typeof keywords
export type KeywordKind = (typeof keywords)[Keyword]

export const types: readonly string[] = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']

export function isKeyword(key: string): key is Keyword {
  return Object.hasOwn(keywords, key)
}
