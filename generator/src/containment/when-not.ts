import type { Json, Schema, SchemaObject } from '@tidings/contract'
import { formatOf } from '@tidings/templates'
import { type Alternative, having, integerRange, isTuple, lacking, typesOf } from './alternative.js'
import type { Aspect } from './aspects.js'
import { type Claim, claim, negated } from './claim.js'
import type { BoundKeyword, ValueType } from './fact.js'
import { compiled, isNames, isOfType } from './fits.js'
import type { Scope } from './scope.js'

/** What it means that an aspect is not so. */
export function whenNot({ keyword, schema }: Aspect, type: ValueType, scope: Scope): readonly Alternative[] {
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
      return [
        (schema.oneOf ?? []).map(isNot),
        // Two of them: one, and any that comes after it.
        ...(schema.oneOf ?? []).slice(0, -1).map((inner, index) => [is(inner), is(anyAfter(schema, index))]),
      ]
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

const rests = new WeakMap<readonly Schema[], Schema[]>()

function anyAfter({ oneOf = [] }: SchemaObject, index: number): Schema {
  const known = rests.get(oneOf) ?? oneOf.map((_, at) => ({ anyOf: oneOf.slice(at + 1) }))
  rests.set(oneOf, known)
  return known[index] ?? false
}

function whenNotOfType(schema: SchemaObject, type: ValueType): readonly Alternative[] {
  const types = typesOf(schema)
  if (types.includes(type)) return []
  return type === 'number' && types.includes('integer') ? [[{ is: 'whole', holds: false }]] : [[]]
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

function whenNotDependent({ dependencies = {} }: SchemaObject, scope: Scope): readonly Alternative[] {
  return Object.entries(dependencies).flatMap(([name, asked]): readonly Alternative[] =>
    isNames(asked)
      ? asked.map((other) => [having(name), lacking(other, scope)])
      : [[having(name), claim(asked as Schema, scope, false)]],
  )
}
