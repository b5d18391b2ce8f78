import type { Json, Schema, SchemaObject } from '@tidings/contract'
import { formatOf } from '@tidings/templates'
import { type Alternative, having, integerRange, lacking, typesOf } from './alternative.js'
import type { Aspect } from './aspects.js'
import { type Claim, claim } from './claim.js'
import type { ValueType } from './fact.js'
import { compiled, isNames } from './fits.js'
import type { Scope } from './scope.js'

/** What it means that an aspect is so. */
export function whenSo({ keyword, schema }: Aspect, type: ValueType, scope: Scope): readonly Alternative[] {
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

function whenOfType(schema: SchemaObject, type: ValueType): readonly Alternative[] {
  const types = typesOf(schema)
  if (types.includes(type)) return [[]]
  return type === 'number' && types.includes('integer') ? [[{ is: 'whole', holds: true }]] : []
}

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

function whenDependent({ dependencies = {} }: SchemaObject, scope: Scope): readonly Alternative[] {
  const entries = Object.entries(dependencies)
  if (entries.length !== 1) return [entries.map(([name, asked]) => claim({ dependencies: { [name]: asked } }, scope))]
  return entries.flatMap(([name, asked]): Alternative[] => [
    [lacking(name, scope)],
    [having(name), ...(isNames(asked) ? asked.map(having) : [claim(asked as Schema, scope)])],
  ])
}
