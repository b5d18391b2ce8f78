import type { Json, Schema, SchemaObject } from '@tidings/contract'
import { isTuple } from './alternative.js'
import type { BreakDetail, BreakKind, Path } from './break.js'
import { compiled, isNames } from './fits.js'
import { intoAnyItem, intoAnyProperty, intoItem, intoProperty, namesOf, type Place, pathOf, where } from './place.js'
import type { Located, OwnScope } from './scope.js'

/** One reason for which a schema of the newer side refuses values. */
export interface Refusal {
  readonly kind: BreakKind
  readonly keyword: keyof SchemaObject | 'false'
  readonly place: Place
  readonly path: Path
  readonly schema: Located
  readonly detail: BreakDetail
  /** The whole values that are refused for it, as a schema of our own. */
  readonly refused: Schema
}

/** What a schema refuses: by itself, by the schemas inside it, and by there being no alternative. */
export interface Refusals {
  readonly own: readonly Refusal[]
  readonly inner: readonly { readonly schema: Located; readonly place: Place; readonly keyword: keyof SchemaObject }[]
  readonly alternatives: readonly { readonly keyword: 'anyOf' | 'oneOf'; readonly members: readonly Located[] }[]
}

const kinds: ReadonlyMap<keyof SchemaObject, BreakKind> = new Map(
  Object.entries({
    type: 'type-narrowed',
    const: 'const-changed',
    enum: 'enum-shrunk',
    not: 'exclusion-widened',
    minimum: 'bound-narrowed',
    maximum: 'bound-narrowed',
    exclusiveMinimum: 'bound-narrowed',
    exclusiveMaximum: 'bound-narrowed',
    multipleOf: 'multiple-narrowed',
    minLength: 'length-narrowed',
    maxLength: 'length-narrowed',
    pattern: 'pattern-narrowed',
    format: 'format-narrowed',
    minItems: 'count-narrowed',
    maxItems: 'count-narrowed',
    minProperties: 'count-narrowed',
    maxProperties: 'count-narrowed',
    uniqueItems: 'unique-added',
    contains: 'contains-narrowed',
    propertyNames: 'names-narrowed',
  } satisfies Partial<Record<keyof SchemaObject, BreakKind>>) as [keyof SchemaObject, BreakKind][],
)

/** `before` are the names that the older side declares at this place. */
export function refusalsOf(located: Located, place: Place, own: OwnScope, before: readonly string[]): Refusals {
  const { schema, scope } = located
  const at = (
    kind: BreakKind,
    keyword: Refusal['keyword'],
    refused: Schema,
    detail: BreakDetail = {},
    more: Path = [],
  ) => ({
    ...{ kind, keyword, place, schema: located, detail },
    path: [...pathOf(place), ...more],
    refused: place.whole(refused),
  })
  if (schema === true) return { own: [], inner: [], alternatives: [] }
  if (schema === false) return { own: [at('nothing-taken', 'false', true)], inner: [], alternatives: [] }
  const pointer = (inner: Schema) => own.pointTo({ schema: inner, scope })
  const inside = (inner: Schema): Located => ({ schema: inner, scope })

  const simple = [...kinds].flatMap(([keyword, kind]): Refusal[] => {
    const is = schema[keyword] as Json | undefined
    if (is === undefined) return []
    return [at(kind, keyword, { not: pointer({ [keyword]: is } as SchemaObject) }, isPlain(keyword) ? { is } : {})]
  })
  const required = [...new Set(schema.required)].map((property) =>
    at('required-added', 'required', { type: 'object', properties: { [property]: false } }, { property }, [
      { property },
    ]),
  )
  const dependent = Object.entries(schema.dependencies ?? {})
  const asked = dependent.flatMap(([property, names]) =>
    isNames(names)
      ? names.map((other) =>
          at(
            'dependency-added',
            'dependencies',
            { type: 'object', required: [property], properties: { [other]: false } },
            { property, is: other },
            [{ property: other }],
          ),
        )
      : [],
  )
  return {
    own: [...required, ...simple, ...asked, ...closed(schema)],
    inner: [...members(schema), ...items(schema), ...parts(schema)],
    alternatives: (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
      const list = schema[keyword]
      return list === undefined ? [] : [{ keyword, members: list.map(inside) }]
    }),
  }

  /** A closed object: by itself each property that the older side declares, and all others together. */
  function closed({ additionalProperties, ...declaring }: SchemaObject): readonly Refusal[] {
    if (additionalProperties !== false) return []
    const patterns = Object.keys(declaring.patternProperties ?? {})
    if (patterns.some((pattern) => compiled(pattern) === undefined)) return []
    const names = namesOf(declaring)
    const gone = before.filter(
      (name) =>
        !Object.hasOwn(names.properties ?? {}, name) && !patterns.some((pattern) => compiled(pattern)?.test(name)),
    )
    const known = Object.fromEntries(gone.map((name) => [name, true]))
    const others = { not: { ...names, properties: { ...names.properties, ...known }, additionalProperties: false } }
    return [
      ...gone.map((property) =>
        at('property-closed', 'additionalProperties', { type: 'object', required: [property] }, { property }, [
          { property },
        ]),
      ),
      at('property-closed', 'additionalProperties', others, {}, [{ anyProperty: true }]),
    ]
  }

  function members({ properties = {}, patternProperties = {}, additionalProperties = true }: SchemaObject) {
    const declaring: SchemaObject = { properties, patternProperties }
    return [
      ...Object.entries(properties).map(([name, inner]) => ({
        keyword: 'properties' as const,
        schema: inside(inner),
        place: intoProperty(place, name, inside(inner)),
      })),
      ...Object.entries(patternProperties).flatMap(([pattern, inner]) =>
        compiled(pattern) === undefined
          ? []
          : [
              {
                keyword: 'patternProperties' as const,
                schema: inside(inner),
                place: intoAnyProperty(place, declaring, inside(inner), pattern),
              },
            ],
      ),
      ...(typeof additionalProperties === 'boolean'
        ? []
        : [
            {
              keyword: 'additionalProperties' as const,
              schema: inside(additionalProperties),
              place: intoAnyProperty(place, declaring, inside(additionalProperties)),
            },
          ]),
    ]
  }

  function items({ items: list, additionalItems }: SchemaObject) {
    const any = (inner: Schema | undefined, from: number, keyword: 'items' | 'additionalItems') =>
      inner === undefined ? [] : [{ keyword, schema: inside(inner), place: intoAnyItem(place, from, inside(inner)) }]
    if (!isTuple(list)) return any(list, 0, 'items')
    const each = list.map((inner, index) => ({
      keyword: 'items' as const,
      schema: inside(inner),
      place: intoItem(place, index, inside(inner)),
    }))
    return [...each, ...any(additionalItems, list.length, 'additionalItems')]
  }

  function parts({ allOf = [], if: condition, then, else: otherwise }: SchemaObject) {
    const under = (keyword: 'then' | 'else', inner: Schema | undefined, given: Schema) =>
      inner === undefined ? [] : [{ keyword, schema: inside(inner), place: where(place, given) }]
    const branches =
      condition === undefined
        ? []
        : [...under('then', then, pointer(condition)), ...under('else', otherwise, { not: pointer(condition) })]
    const dependencies = dependent.flatMap(([name, inner]) =>
      isNames(inner)
        ? []
        : [
            {
              keyword: 'dependencies' as const,
              schema: inside(inner as Schema),
              place: where(place, { type: 'object', required: [name] }),
            },
          ],
    )
    return [
      ...allOf.map((inner) => ({ keyword: 'allOf' as const, schema: inside(inner), place })),
      ...branches,
      ...dependencies,
    ]
  }
}

/** Keywords whose value a message can show. */
const isPlain = (keyword: keyof SchemaObject) => !['not', 'contains', 'propertyNames'].includes(keyword)
