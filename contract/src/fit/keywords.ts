import { isArray, isObject, type JsonArray, type JsonObject, type JsonTree } from '../source/json-tree.js'
import type { Check, Fitting } from './check.js'
import { formats } from './formats.js'
import { isSame } from './is-same.js'

/** A check for each keyword of a schema that says anything of a value. */
export function checksOf(schema: JsonObject, fitting: Fitting): readonly Check[] {
  return Object.keys(schema).flatMap((name): Check[] => {
    const keyword = keywords.get(name)
    const operand = schema[name]
    if (keyword === undefined || operand === undefined) return []
    return [keyword(operand, fitting, schema)]
  })
}

type Keyword = (operand: JsonTree, fitting: Fitting, schema: JsonObject) => Check

const numbers =
  (check: (value: number, operand: number) => boolean): Keyword =>
  (operand, { doubt }) =>
    typeof operand === 'number' ? (value) => typeof value !== 'number' || check(value, operand) : doubt

const sizes =
  (sizeOf: (value: JsonTree) => number | undefined, check: (size: number, operand: number) => boolean): Keyword =>
  (operand, { doubt }) => {
    if (typeof operand !== 'number') return doubt
    return (value) => {
      const size = sizeOf(value)
      return size === undefined || check(size, operand)
    }
  }

const atLeast = (size: number, operand: number) => size >= operand
const atMost = (size: number, operand: number) => size <= operand
const lengthOf = (value: JsonTree) => (typeof value === 'string' ? [...value].length : undefined)
const itemsIn = (value: JsonTree) => (isArray(value) ? value.length : undefined)
const propertiesIn = (value: JsonTree) => (isObject(value) ? Object.keys(value).length : undefined)

const objects =
  (make: (operand: JsonTree, fitting: Fitting, schema: JsonObject) => (value: JsonObject) => boolean): Keyword =>
  (operand, fitting, schema) => {
    const check = make(operand, fitting, schema)
    return (value) => !isObject(value) || check(value)
  }

const lists =
  (make: (operand: JsonTree, fitting: Fitting, schema: JsonObject) => (value: JsonArray) => boolean): Keyword =>
  (operand, fitting, schema) => {
    const check = make(operand, fitting, schema)
    return (value) => !isArray(value) || check(value)
  }

const schemasIn = (operand: JsonTree, { inner }: Fitting): readonly Check[] =>
  isArray(operand) ? operand.map((schema) => inner(schema)) : []

const patternsIn = (operand: JsonTree | undefined, fitting: Fitting): readonly [Matches, Check][] =>
  isObject(operand)
    ? Object.keys(operand).map((key) => [patternOf(key, fitting), fitting.inner(operand[key] ?? true)])
    : []

type Matches = (text: string) => boolean

function patternOf(source: string, { flags, doubt }: Fitting): Matches {
  try {
    const pattern = new RegExp(source, flags)
    return (text) => pattern.test(text)
  } catch {
    return doubt
  }
}

const has = (value: JsonObject, key: JsonTree): boolean => typeof key === 'string' && Object.hasOwn(value, key)

const types: ReadonlyMap<JsonTree, Check> = new Map<JsonTree, Check>([
  ['null', (value) => value === null],
  ['boolean', (value) => typeof value === 'boolean'],
  ['integer', (value) => typeof value === 'number' && Number.isInteger(value)],
  ['number', (value) => typeof value === 'number'],
  ['string', (value) => typeof value === 'string'],
  ['array', isArray],
  ['object', isObject],
])

const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    'type',
    (operand, { doubt }) => {
      const named = (isArray(operand) ? operand : [operand]).map((name) => types.get(name) ?? doubt)
      return (value) => named.some((is) => is(value))
    },
  ],
  // Ajv widens the type beside it
  ['nullable', (_, { doubt }) => doubt],
  [
    'const',
    (operand, { see }) =>
      (value) =>
        isSame(value, operand, see),
  ],
  [
    'enum',
    (operand, { see }) => {
      const values = isArray(operand) ? operand : []
      return (value) => values.some((one) => isSame(value, one, see))
    },
  ],
  ['minimum', numbers((value, operand) => value >= operand)],
  ['maximum', numbers((value, operand) => value <= operand)],
  ['exclusiveMinimum', numbers((value, operand) => value > operand)],
  ['exclusiveMaximum', numbers((value, operand) => value < operand)],
  [
    'multipleOf',
    (operand, fitting) =>
      numbers((value, of) => Number.isSafeInteger(value / of) || fitting.doubt())(operand, fitting, {}),
  ],
  ['minLength', sizes(lengthOf, atLeast)],
  ['maxLength', sizes(lengthOf, atMost)],
  ['minItems', sizes(itemsIn, atLeast)],
  ['maxItems', sizes(itemsIn, atMost)],
  ['minProperties', sizes(propertiesIn, atLeast)],
  ['maxProperties', sizes(propertiesIn, atMost)],
  [
    'pattern',
    (operand, fitting) => {
      const matches = patternOf(String(operand), fitting)
      return (value) => typeof value !== 'string' || matches(value)
    },
  ],
  [
    'format',
    (operand, { doubt }) =>
      (value) =>
        formats.get(String(operand))?.(value) || doubt(),
  ],
  [
    'required',
    objects((operand) => {
      const keys = isArray(operand) ? operand : []
      return (value) => keys.every((key) => has(value, key))
    }),
  ],
  [
    'properties',
    objects((operand, { inner, see }) => {
      const properties = isObject(operand) ? operand : {}
      const checks = new Map(Object.keys(properties).map((key) => [key, inner(properties[key] ?? true)]))
      return (value) => Object.keys(value).every((key) => checks.get(key)?.(see(value[key])) ?? true)
    }),
  ],
  [
    'patternProperties',
    objects((operand, fitting) => {
      const patterns = patternsIn(operand, fitting)
      return (value) =>
        Object.keys(value).every((key) =>
          patterns.every(([matches, check]) => !matches(key) || check(fitting.see(value[key]))),
        )
    }),
  ],
  [
    'additionalProperties',
    objects((operand, fitting, { properties, patternProperties }) => {
      const declared = new Set(isObject(properties) ? Object.keys(properties) : [])
      const patterns = patternsIn(patternProperties, fitting)
      const check = fitting.inner(operand)
      return (value) =>
        Object.keys(value).every(
          (key) => declared.has(key) || patterns.some(([matches]) => matches(key)) || check(fitting.see(value[key])),
        )
    }),
  ],
  [
    'propertyNames',
    objects((operand, { inner }) => {
      const check = inner(operand)
      return (value) => Object.keys(value).every((key) => check(key))
    }),
  ],
  [
    'dependencies',
    objects((operand, { inner }) => {
      const dependencies = Object.entries(isObject(operand) ? operand : {}).map(
        ([key, needed]) => [key, isArray(needed) ? needed : inner(needed)] as const,
      )
      return (value) =>
        dependencies.every(
          ([key, needed]) =>
            !has(value, key) ||
            (typeof needed === 'function' ? needed(value) : needed.every((other) => has(value, other))),
        )
    }),
  ],
  [
    'items',
    lists((operand, fitting, { additionalItems }) => {
      const { inner, see } = fitting
      if (!isArray(operand)) {
        const check = inner(operand)
        return (value) => value.every((item) => check(see(item)))
      }
      const checks = schemasIn(operand, fitting)
      const rest = inner(additionalItems ?? true)
      return (value) => value.every((item, index) => (checks[index] ?? rest)(see(item)))
    }),
  ],
  [
    'contains',
    lists((operand, { inner, see }) => {
      const check = inner(operand)
      return (value) => value.some((item) => check(see(item)))
    }),
  ],
  [
    'uniqueItems',
    lists((operand, { see }) => (value) => {
      const items = value.map((item) => see(item))
      return (
        operand !== true || items.every((item, index) => !items.slice(0, index).some((one) => isSame(one, item, see)))
      )
    }),
  ],
  [
    'allOf',
    (operand, fitting) => {
      const checks = schemasIn(operand, fitting)
      return (value) => checks.every((check) => check(value))
    },
  ],
  [
    'anyOf',
    (operand, fitting) => {
      const checks = schemasIn(operand, fitting)
      return (value) => checks.some((check) => check(value))
    },
  ],
  [
    'oneOf',
    (operand, fitting) => {
      const checks = schemasIn(operand, fitting)
      return (value) => checks.filter((check) => check(value)).length === 1
    },
  ],
  [
    'not',
    (operand, { inner }) => {
      const check = inner(operand)
      return (value) => !check(value)
    },
  ],
  [
    'if',
    (operand, { inner }, { then = true, else: otherwise = true }) => {
      const [condition, consequence, alternative] = [inner(operand), inner(then), inner(otherwise)]
      return (value) => (condition(value) ? consequence(value) : alternative(value))
    },
  ],
])
