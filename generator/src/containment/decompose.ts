import type { Json, Schema, SchemaObject } from '@tidings/contract'
import { formatOf } from '@tidings/templates'
import { type Aspect, aspectsOf } from './aspects.js'
import { type Claim, claim, negated, plain } from './claim.js'
import type { BoundKeyword, Fact, ValueType } from './fact.js'
import { compiled, isNames, isOfType } from './fits.js'
import type { Scope } from './scope.js'

/** All that has to be so together. */
export type Alternative = readonly (Claim | Fact)[]

export const isFact = (item: Claim | Fact): item is Fact => 'is' in item

/**
 * What a claim means for a value of a type: one of the alternatives. No alternative: it cannot be so. One that is
 * empty: it is so anyway.
 */
export function decompose(given: Claim, type: ValueType): readonly Alternative[] {
  const { schema, scope, holds } = plain(given)
  if (typeof schema === 'boolean') return schema === holds ? [[]] : []
  const aspects = aspectsOf(schema, type)
  const [only] = aspects
  if (!holds) return aspects.flatMap((aspect) => whenNot(aspect, type, scope))
  if (only !== undefined && aspects.length === 1) return whenSo(only, type, scope)
  return [aspects.map((aspect) => claim(aspect.schema, scope))]
}

/** What it means that an aspect is so. */
function whenSo({ keyword, schema }: Aspect, type: ValueType, scope: Scope): readonly Alternative[] {
  const is = (inner: Schema): Claim => claim(inner, scope)
  const isNot = (inner: Schema): Claim => claim(inner, scope, false)
  switch (keyword) {
    case 'type':
      return whenOfType(schema, type)
    case 'const':
      return [[{ is: 'among', values: [schema.const as Json] }]]
    case 'enum':
      return [[{ is: 'among', values: schema.enum ?? [] }]]
    case 'allOf':
      return [(schema.allOf ?? []).map(is)]
    case 'anyOf':
      return (schema.anyOf ?? []).map((inner) => [is(inner)])
    case 'oneOf':
      return (schema.oneOf ?? []).map((inner, index, all) => [is(inner), ...all.toSpliced(index, 1).map(isNot)])
    case 'not':
      return [[isNot(schema.not ?? false)]]
    case 'if':
      return [
        [is(schema.if ?? true), is(schema.then ?? true)],
        [isNot(schema.if ?? true), is(schema.else ?? true)],
      ]
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return [[{ is: 'bound', keyword, limit: schema[keyword] ?? 0 }]]
    case 'multipleOf':
      return [[{ is: 'multiple', of: schema.multipleOf ?? 1, holds: true }]]
    case 'format':
      return whenFormatted(schema.format ?? '', type)
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return [[{ is: 'count', least: schema[keyword] ?? 0 }]]
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return [[{ is: 'count', most: schema[keyword] ?? 0 }]]
    case 'pattern':
      return compiled(schema.pattern ?? '') ? [[{ is: 'matching', pattern: schema.pattern ?? '', holds: true }]] : [[]]
    case 'items':
      return [[{ is: 'items', schema, scope }]]
    case 'contains':
      return [[{ is: 'some-item', from: 0, claim: is(schema.contains ?? true) }]]
    case 'uniqueItems':
      return schema.uniqueItems ? [[{ is: 'unique', holds: true }]] : [[]]
    case 'required':
      return [(schema.required ?? []).map(having)]
    case 'properties':
      return [[{ is: 'members', schema, scope }]]
    case 'propertyNames':
      return [[{ is: 'every-name', claim: is(schema.propertyNames ?? true) }]]
    case 'dependencies':
      return whenDependent(schema, scope)
    default:
      return [[]]
  }
}

/** What it means that an aspect is not so. */
function whenNot({ keyword, schema }: Aspect, type: ValueType, scope: Scope): readonly Alternative[] {
  const is = (inner: Schema): Claim => claim(inner, scope)
  const isNot = (inner: Schema): Claim => claim(inner, scope, false)
  switch (keyword) {
    case 'type':
      return whenNotOfType(schema, type)
    case 'const':
      return whenOther([schema.const as Json], type, scope)
    case 'enum':
      return whenOther(schema.enum ?? [], type, scope)
    case 'allOf':
      return (schema.allOf ?? []).map((inner) => [isNot(inner)])
    case 'anyOf':
      return [(schema.anyOf ?? []).map(isNot)]
    case 'oneOf':
      return [(schema.oneOf ?? []).map(isNot), ...pairsOf(schema.oneOf ?? []).map((pair) => pair.map(is))]
    case 'not':
      return [[is(schema.not ?? false)]]
    case 'if':
      return [
        [is(schema.if ?? true), isNot(schema.then ?? true)],
        [isNot(schema.if ?? true), isNot(schema.else ?? true)],
      ]
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return [[{ is: 'bound', keyword: beyond[keyword], limit: schema[keyword] ?? 0 }]]
    case 'multipleOf':
      return [[{ is: 'multiple', of: schema.multipleOf ?? 1, holds: false }]]
    case 'format':
      return whenNotFormatted(schema.format ?? '', type)
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return [[{ is: 'count', most: Math.ceil(schema[keyword] ?? 0) - 1 }]]
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return [[{ is: 'count', least: Math.floor(schema[keyword] ?? 0) + 1 }]]
    case 'pattern':
      return compiled(schema.pattern ?? '') ? [[{ is: 'matching', pattern: schema.pattern ?? '', holds: false }]] : []
    case 'items':
      return whenSomeItem(schema, scope)
    case 'contains':
      return [[{ is: 'every-item', claim: isNot(schema.contains ?? true) }]]
    case 'uniqueItems':
      return schema.uniqueItems ? [[{ is: 'unique', holds: false }]] : []
    case 'required':
      return (schema.required ?? []).map((name) => [lacking(name, scope)])
    case 'properties':
      return whenSomeMember(schema, scope)
    case 'propertyNames':
      return [[{ is: 'some-name', claim: isNot(schema.propertyNames ?? true) }]]
    case 'dependencies':
      return whenNotDependent(schema, scope)
    default:
      return []
  }
}

const beyond: Readonly<Record<BoundKeyword, BoundKeyword>> = {
  minimum: 'exclusiveMaximum',
  exclusiveMinimum: 'maximum',
  maximum: 'exclusiveMinimum',
  exclusiveMaximum: 'minimum',
}

const having = (name: string): Fact => ({ is: 'having', name })
const lacking = (name: string, scope: Scope): Fact => ({ is: 'member', name, claim: claim(false, scope) })

const pairsOf = <T>(items: readonly T[]): (readonly [T, T])[] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))

const typesOf = ({ type }: SchemaObject): readonly string[] => (type === undefined ? [] : [type].flat())

function whenOfType(schema: SchemaObject, type: ValueType): readonly Alternative[] {
  const types = typesOf(schema)
  if (types.includes(type)) return [[]]
  return type === 'number' && types.includes('integer') ? [[{ is: 'whole', holds: true }]] : []
}

function whenNotOfType(schema: SchemaObject, type: ValueType): readonly Alternative[] {
  const types = typesOf(schema)
  if (types.includes(type)) return []
  return type === 'number' && types.includes('integer') ? [[{ is: 'whole', holds: false }]] : [[]]
}

/** Of numbers the known formats are ranges of integers. */
const integerRange = (format: string) =>
  formatOf(format)?.type === 'number'
    ? format === 'int32'
      ? { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }
      : { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
    : undefined

function whenFormatted(format: string, type: ValueType): readonly Alternative[] {
  if (type === 'string')
    return formatOf(format)?.type === 'string' ? [[{ is: 'formatted', format, holds: true }]] : [[]]
  const range = integerRange(format)
  if (range === undefined) return [[]]
  return [
    [
      { is: 'whole', holds: true },
      { is: 'bound', keyword: 'minimum', limit: range.minimum },
      { is: 'bound', keyword: 'maximum', limit: range.maximum },
    ],
  ]
}

function whenNotFormatted(format: string, type: ValueType): readonly Alternative[] {
  if (type === 'string') return formatOf(format)?.type === 'string' ? [[{ is: 'formatted', format, holds: false }]] : []
  const range = integerRange(format)
  if (range === undefined) return []
  return [
    [{ is: 'whole', holds: false }],
    [{ is: 'bound', keyword: 'exclusiveMinimum', limit: range.maximum }],
    [{ is: 'bound', keyword: 'exclusiveMaximum', limit: range.minimum }],
  ]
}

function whenOther(values: readonly Json[], type: ValueType, scope: Scope): readonly Alternative[] {
  const alike = values.filter((value) => isOfType(value, type))
  return [
    alike.map((value) =>
      typeof value === 'object' && value !== null
        ? claim(schemaOfConstant(value), scope, false)
        : { is: 'other' as const, than: value },
    ),
  ]
}

/** The schema that takes a list or an object alone, its scalars as constants. */
function schemaOfConstant(value: Json): Schema {
  if (typeof value !== 'object' || value === null) return { const: value }
  if (Array.isArray(value)) {
    return { type: 'array', items: value.map(schemaOfConstant), minItems: value.length, maxItems: value.length }
  }
  const members = Object.entries(value)
  return {
    type: 'object',
    required: members.map(([name]) => name),
    properties: Object.fromEntries(members.map(([name, member]) => [name, schemaOfConstant(member)])),
    additionalProperties: false,
  }
}

function whenSomeItem({ items, additionalItems }: SchemaObject, scope: Scope): readonly Alternative[] {
  const some = (from: number, schema: Schema | undefined): Alternative[] =>
    schema === undefined || schema === true ? [] : [[{ is: 'some-item', from, claim: claim(schema, scope, false) }]]
  if (!isTuple(items)) return some(0, items)
  const own = items.map(
    (schema, index): Alternative => [
      { is: 'count', least: index + 1 },
      { is: 'item', index, claim: claim(schema, scope, false) },
    ],
  )
  return [...own, ...some(items.length, additionalItems)]
}

export const isTuple = (items: SchemaObject['items']): items is readonly Schema[] => Array.isArray(items)

function whenSomeMember(schema: SchemaObject, scope: Scope): readonly Alternative[] {
  const { properties = {}, patternProperties = {}, additionalProperties = true } = schema
  const patterns = Object.keys(patternProperties)
  const isReadable = patterns.every((pattern) => compiled(pattern) !== undefined)
  const broken = (inner: Schema) => negated(claim(inner, scope))
  return [
    ...Object.entries(properties).flatMap(([name, inner]): Alternative[] =>
      inner === true ? [] : [[having(name), { is: 'member', name, claim: broken(inner) }]],
    ),
    ...Object.entries(patternProperties).flatMap(([pattern, inner]): Alternative[] =>
      inner === true || compiled(pattern) === undefined
        ? []
        : [[{ is: 'some-member', among: schema, pattern, claim: broken(inner) }]],
    ),
    ...(additionalProperties === true || !isReadable
      ? []
      : [[{ is: 'some-member' as const, among: schema, claim: broken(additionalProperties) }]]),
  ]
}

function whenDependent({ dependencies = {} }: SchemaObject, scope: Scope): readonly Alternative[] {
  const entries = Object.entries(dependencies)
  if (entries.length !== 1) return [entries.map(([name, asked]) => claim({ dependencies: { [name]: asked } }, scope))]
  return entries.flatMap(([name, asked]): Alternative[] => [
    [lacking(name, scope)],
    [having(name), ...(isNames(asked) ? asked.map(having) : [claim(asked as Schema, scope)])],
  ])
}

function whenNotDependent({ dependencies = {} }: SchemaObject, scope: Scope): readonly Alternative[] {
  return Object.entries(dependencies).flatMap(([name, asked]): readonly Alternative[] =>
    isNames(asked)
      ? asked.map((other) => [having(name), lacking(other, scope)])
      : [[having(name), claim(asked as Schema, scope, false)]],
  )
}
