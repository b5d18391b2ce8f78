import { _, _Code, alwaysValidSchema, type Code, getProperty, type KeywordCxt, Name, nil, not } from '../ajv.js'
import type { CallTarget, PreparedSchema } from '../prepare-schema.js'

/** What our keywords ask of the module that they generate code for. */
export interface ModuleNames {
  /** The local name of what the runtime's SDK entry exports. */
  runtime(name: string): Name
  /** The local name of the function that judges by another schema. */
  target(target: CallTarget): Name
}

/** Names of Ajv's own inside each function. */
export const local = {
  instancePath: new Name('instancePath'),
  problems: new Name('vErrors'),
  count: new Name('errors'),
  self: new Name('this'),
}

type Place = Omit<Parameters<KeywordCxt['subschema']>[0], 'schema' | 'keyword' | 'schemaProp'>

/**
 * Generates the code that judges by a schema inside this one. The way to it in the schema is left out: nobody reads
 * it, and Ajv fails to write it for some names.
 */
export function judge(cxt: KeywordCxt, schema: PreparedSchema, valid: Name, place: Place = {}): void {
  const { topSchemaRef, errSchemaPath } = cxt.it
  cxt.subschema({ schema, schemaPath: nil, topSchemaRef, errSchemaPath, ...place }, valid)
}

export const isTrivial = (cxt: KeywordCxt, schema: PreparedSchema): boolean =>
  alwaysValidSchema(cxt.it, schema) === true

/** Whether the value has a property of its own. */
export function hasOwn(cxt: KeywordCxt, name: string | Name): Code {
  return _`${cxt.data}${getProperty(name)} !== undefined && ${ownProperty(cxt)}.call(${cxt.data}, ${name})`
}

export const ownProperty = (cxt: KeywordCxt): Name =>
  cxt.gen.scopeValue('func', { ref: Object.prototype.hasOwnProperty, code: _`Object.prototype.hasOwnProperty` })

export const hasNotOwn = (cxt: KeywordCxt, name: string | Name): Code => not(hasOwn(cxt, name))

/** A constant at the top of the module, from text that is already code. */
export function constant(cxt: KeywordCxt, text: string): Name {
  return cxt.gen.scopeValue('obj', { key: text, ref: { text }, code: new _Code(text) })
}

/** A JSON value as an expression. */
export function literalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `[${JSON.stringify(name)}]: ${literalText(member)}`)
  return `{${members.join(', ')}}`
}

/** A set at the top of the module. */
export const constantSet = (cxt: KeywordCxt, values: readonly unknown[]): Name =>
  constant(cxt, `/* @__PURE__ */ new Set(${literalText(values)})`)
