import { alternatives } from '../command-line/alternatives.js'

/** What one key of a config takes: in words, as a check, and as JSON Schema. */
export interface ConfigKey {
  /** What the key is for. */
  readonly says: string
  /** What it takes, as findings tell it: `a path`. */
  readonly takes: string
  accepts(value: unknown): boolean
  readonly schema: JsonSchema
  /** The keys of the object that it takes, each checked in its place. */
  readonly keys?: ConfigKeys
  /** The keys of each entry of the list that it takes. */
  readonly entries?: ConfigKeys
  /** What each member of the object takes that it takes, whatever its name. */
  readonly members?: ConfigKey
}

export type ConfigKeys = Readonly<Record<string, ConfigKey>>

type JsonSchema = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

export const path = (says: string): ConfigKey => text(says, 'a path')

export const text = (says: string, takes: string): ConfigKey => ({
  says,
  takes,
  accepts: isText,
  schema: { type: 'string', minLength: 1 },
})

export const flag = (says: string): ConfigKey => ({
  says,
  takes: 'true or false',
  accepts: (value) => typeof value === 'boolean',
  schema: { type: 'boolean' },
})

export const count = (says: string): ConfigKey => ({
  says,
  takes: 'a number, 0 or more',
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  schema: { type: 'integer', minimum: 0 },
})

export function oneOf(says: string, values: readonly string[]): ConfigKey {
  return {
    says,
    takes: alternatives(values.map((value) => JSON.stringify(value))),
    accepts: (value) => typeof value === 'string' && values.includes(value),
    schema: { enum: values },
  }
}

/** An object with these keys and no others. */
export const group = (says: string, keys: ConfigKeys): ConfigKey => ({
  says,
  takes: `an object with ${Object.keys(keys).join(', ')}`,
  accepts: isObject,
  schema: schemaOfKeys(keys),
  keys,
})

/** An object whose keys are names, each with a value of one kind. */
export const mapOf = (says: string, takes: string, members: ConfigKey): ConfigKey => ({
  says,
  takes,
  accepts: isObject,
  schema: { type: 'object', additionalProperties: members.schema },
  members,
})

/** A list of objects with these keys and no others. */
export const listOf = (says: string, takes: string, entries: ConfigKeys): ConfigKey => ({
  says,
  takes,
  accepts: (value) => Array.isArray(value) && value.length > 0,
  schema: { type: 'array', minItems: 1, items: schemaOfKeys(entries) },
  entries,
})

/** The JSON Schema of an object with these keys and no others. */
export const schemaOfKeys = (keys: ConfigKeys): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(keys).map(([key, { says, schema }]) => [key, { description: sentence(says), ...schema }]),
  ),
})

const sentence = (says: string): string => `${says.charAt(0).toUpperCase()}${says.slice(1)}.`
