import type { Json, Schema, SchemaObject } from '@tidings/contract'
import * as runtime from '@tidings/runtime/sdk/v1'
import { formatOf, patternOf } from '@tidings/templates'
import type { Claim } from './claim.js'
import { type Located, resolve, type Scope } from './scope.js'

/** Whether a value is as a claim says. */
export const isAsClaimed = (value: Json, claim: Claim): boolean => fits(value, claim) === claim.holds

let left = Number.POSITIVE_INFINITY

/** Runs what judges many values; throws a `RangeError` when it takes more judgements than that. */
export function withinJudgements<T>(most: number, run: () => T): T {
  left = most
  try {
    return run()
  } finally {
    left = Number.POSITIVE_INFINITY
  }
}

/**
 * Judges a value by a schema as the generated validators do, without compiling anything: to ask once what a validator
 * would answer often. What it lets through as a witness, the validators judge again.
 */
export function fits(value: Json, located: Located): boolean {
  if (left-- <= 0) throw new RangeError('too many judgements')
  const { schema, scope } = resolve(located)
  if (typeof schema === 'boolean') return schema
  return (
    isOfTypes(value, schema) &&
    isConstant(value, schema) &&
    (typeof value === 'number' ? fitsNumber(value, schema) : true) &&
    (typeof value === 'string' ? fitsText(value, schema) : true) &&
    (isList(value) ? fitsList(value, schema, scope) : true) &&
    (isObject(value) ? fitsObject(value, schema, scope) : true) &&
    fitsParts(value, schema, scope)
  )
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value)

export function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return isList(value)
    case 'object':
      return isObject(value)
    case 'integer':
      return Number.isSafeInteger(value)
    default:
      return typeof value === type
  }
}

const isOfTypes = (value: Json, { type }: SchemaObject) =>
  type === undefined || [type].flat().some((one) => isOfType(value, one))

function isConstant(value: Json, schema: SchemaObject): boolean {
  if (schema.const !== undefined && !runtime.equal(value, schema.const)) return false
  return schema.enum === undefined || isAmong(value, schema.enum)
}

const scalarsOf = new WeakMap<readonly Json[], ReadonlySet<Json>>()

/** Lists of constants may be long, and many values are looked for in them. */
export function isAmong(value: Json, constants: readonly Json[]): boolean {
  if (typeof value === 'object' && value !== null) return constants.some((one) => runtime.equal(value, one))
  const scalars = scalarsOf.get(constants) ?? new Set(constants)
  scalarsOf.set(constants, scalars)
  return scalars.has(value)
}

function fitsNumber(value: number, schema: SchemaObject): boolean {
  return (
    value >= (schema.minimum ?? value) &&
    value <= (schema.maximum ?? value) &&
    (schema.exclusiveMinimum === undefined || value > schema.exclusiveMinimum) &&
    (schema.exclusiveMaximum === undefined || value < schema.exclusiveMaximum) &&
    (schema.multipleOf === undefined || runtime.multipleOf(value, schema.multipleOf)) &&
    fitsFormat(value, schema)
  )
}

function fitsText(value: string, schema: SchemaObject): boolean {
  const { minLength, maxLength, pattern } = schema
  return (
    (minLength === undefined || runtime.ucs2length(value) >= minLength) &&
    (maxLength === undefined || runtime.ucs2length(value) <= maxLength) &&
    (pattern === undefined || (compiled(pattern)?.test(value) ?? true)) &&
    fitsFormat(value, schema)
  )
}

const checks = runtime as unknown as Readonly<Record<string, (value: Json) => boolean>>

function fitsFormat(value: string | number, { format }: SchemaObject): boolean {
  const known = format === undefined ? undefined : formatOf(format)
  return !known || known.type !== typeof value || checks[known.check]?.(value) !== false
}

const patterns = new Map<string, RegExp | undefined>()

/** The regular expression of a pattern, where it is one. */
export function compiled(source: string): RegExp | undefined {
  if (!patterns.has(source)) patterns.set(source, patternOf(source))
  return patterns.get(source)
}

function fitsList(value: readonly Json[], schema: SchemaObject, scope: Scope): boolean {
  const { items, additionalItems, contains } = schema
  const each = (item: Json, inner: Schema | undefined) => inner === undefined || fits(item, { schema: inner, scope })
  const ruling = (index: number) => (isSchemas(items) ? (index < items.length ? items[index] : additionalItems) : items)
  return (
    value.length >= (schema.minItems ?? 0) &&
    value.length <= (schema.maxItems ?? value.length) &&
    value.every((item, index) => each(item, ruling(index))) &&
    (contains === undefined || value.some((item) => each(item, contains))) &&
    (schema.uniqueItems !== true || runtime.repeatedItem(value) === undefined)
  )
}

const isSchemas = (items: Schema | readonly Schema[] | undefined): items is readonly Schema[] => Array.isArray(items)

function fitsObject(value: { readonly [name: string]: Json }, schema: SchemaObject, scope: Scope): boolean {
  const names = Object.keys(value)
  return (
    names.length >= (schema.minProperties ?? 0) &&
    names.length <= (schema.maxProperties ?? names.length) &&
    (schema.required ?? []).every((name) => Object.hasOwn(value, name)) &&
    names.every((name) =>
      rulingSchemas(name, schema).every((inner) => fits(value[name] as Json, { schema: inner, scope })),
    ) &&
    (schema.propertyNames === undefined ||
      names.every((name) => fits(name, { schema: schema.propertyNames as Schema, scope }))) &&
    Object.entries(schema.dependencies ?? {}).every(
      ([name, asked]) =>
        !Object.hasOwn(value, name) ||
        (isNames(asked)
          ? asked.every((other) => Object.hasOwn(value, other))
          : fits(value, { schema: asked as Schema, scope })),
    )
  )
}

export const isNames = (asked: Schema | readonly string[]): asked is readonly string[] => Array.isArray(asked)

/** The schemas of an object schema that judge its property of a name. */
export function rulingSchemas(name: string, schema: SchemaObject): readonly Schema[] {
  const { properties, patternProperties, additionalProperties } = schema
  const patterned = Object.entries(patternProperties ?? {})
  const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
  const matched = patterned.filter(([pattern]) => compiled(pattern)?.test(name)).map(([, inner]) => inner)
  if (own !== undefined || matched.length > 0) return own === undefined ? matched : [own, ...matched]
  // What an unreadable pattern declares is not known: nothing is undeclared then.
  const isUnreadable = patterned.some(([pattern]) => compiled(pattern) === undefined)
  return additionalProperties === undefined || isUnreadable ? [] : [additionalProperties]
}

function fitsParts(value: Json, schema: SchemaObject, scope: Scope): boolean {
  const is = (inner: Schema) => fits(value, { schema: inner, scope })
  const branch = schema.if === undefined ? undefined : is(schema.if) ? schema.then : schema.else
  return (
    (schema.allOf ?? []).every(is) &&
    (schema.anyOf?.some(is) ?? true) &&
    (schema.oneOf === undefined || schema.oneOf.filter(is).length === 1) &&
    (schema.not === undefined || !is(schema.not)) &&
    (branch === undefined || is(branch))
  )
}
