import { referencedSchema, type Schema, type SchemaObject } from '@tidings/contract'

/** A named schema of the contract. */
export type SchemaOf = (name: string) => Schema | undefined

/**
 * A named schema that does not come back to itself without entering the value. A base that lists its sub-types by
 * `oneOf`, each of which names the base in its `allOf`, would: no validator ends there, and TypeScript refuses such
 * aliases. What comes back says nothing new, and so is left out: the sub-type has all of the base but its `oneOf`.
 */
export function unwind(name: string, schema: Schema, schemaOf: SchemaOf): Schema {
  return leadsTo(schema, name, schemaOf, everyStep)
    ? unwound(schema, { name, schemaOf, visited: new Map([[name, 'reference']]) })
    : schema
}

/** How one schema leads to another of the same value. */
type Step = 'reference' | 'any' | 'all' | 'not'

const everyStep: readonly Step[] = ['reference', 'any', 'all', 'not']

interface Way {
  readonly name: string
  readonly schemaOf: SchemaOf
  /** The named schemas on the way, each with the strongest step taken since. */
  readonly visited: ReadonlyMap<string, Step>
}

function unwound(schema: Schema, way: Way): Schema {
  if (typeof schema === 'boolean') return schema
  if (schema.$ref !== undefined) return reference(schema, referencedSchema(schema.$ref), way)
  const { allOf, anyOf, oneOf, not, dependencies, ...others } = schema
  const one = <Keyword extends 'if' | 'then' | 'else'>(keyword: Keyword, step: Step) =>
    schema[keyword] === undefined ? {} : { [keyword]: unwound(schema[keyword], taking(step, way)) }
  return {
    ...others,
    ...(allOf === undefined ? {} : { allOf: allOf.map((part) => unwound(part, taking('all', way))) }),
    ...alternatives('anyOf', anyOf, way),
    ...alternatives('oneOf', oneOf, way),
    ...(not === undefined ? {} : { not: unwound(not, taking('not', way)) }),
    ...(dependencies === undefined ? {} : { dependencies: dependent(dependencies, way) }),
    ...one('if', 'not'),
    ...one('then', 'all'),
    ...one('else', 'all'),
  }
}

function reference(schema: SchemaObject, name: string, way: Way): Schema {
  const before = way.visited.get(name)
  if (before !== undefined) return before === 'reference' || before === 'all'
  const target = way.schemaOf(name) ?? true
  if (!mustWriteOut(target, way)) return schema
  return unwound(target, { ...way, visited: new Map([...way.visited, [name, 'reference']]) })
}

/** Only what leads back; a union is left to its members, unless they are mere unions, too. */
function mustWriteOut(target: Schema, { name, schemaOf, visited }: Way): boolean {
  if (!leadsTo(target, name, schemaOf, everyStep)) return false
  return visited.size > 1 || visited.get(name) !== 'any' || leadsTo(target, name, schemaOf, ['reference', 'any'])
}

/** An alternative that comes back where all of it must hold, holds: then the others need not be asked. */
function alternatives(keyword: 'anyOf' | 'oneOf', schemas: readonly Schema[] | undefined, way: Way): SchemaObject {
  if (schemas === undefined) return {}
  const after = schemas.map((part) => unwound(part, taking('any', way)))
  const cameBack = after.some((part, at) => part === true && schemas[at] !== true)
  if (cameBack) return {}
  return keyword === 'anyOf' ? { anyOf: after } : { oneOf: after }
}

function dependent(
  dependencies: NonNullable<SchemaObject['dependencies']>,
  way: Way,
): NonNullable<SchemaObject['dependencies']> {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, asked]) => [
      name,
      isNames(asked) ? asked : unwound(asked, taking('all', way)),
    ]),
  )
}

const isNames = (asked: Schema | readonly string[]): asked is readonly string[] => Array.isArray(asked)

const strength: Readonly<Record<Step, number>> = { reference: 0, any: 1, all: 2, not: 3 }

const taking = (step: Step, way: Way): Way => ({
  ...way,
  visited: new Map([...way.visited].map(([name, before]) => [name, strength[before] > strength[step] ? before : step])),
})

/** Whether a schema leads to the named one by these steps. */
function leadsTo(from: Schema, to: string, schemaOf: SchemaOf, steps: readonly Step[]): boolean {
  const seen = new Set<string>()
  const open = [...namesBelow(from, steps)]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...namesBelow(schemaOf(name) ?? true, steps))
  }
  return false
}

/** The named schemas that speak of the value of `schema` itself. */
function namesBelow(schema: Schema, steps: readonly Step[]): string[] {
  if (typeof schema === 'boolean') return []
  if (schema.$ref !== undefined) return [referencedSchema(schema.$ref)]
  const below: Readonly<Record<Step, readonly Schema[]>> = {
    reference: [],
    any: [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])],
    all: [
      ...(schema.allOf ?? []),
      ...Object.values(schema.dependencies ?? {})
        .filter((asked) => !isNames(asked))
        .map((asked) => asked as Schema),
      ...[schema.then, schema.else].flatMap((branch) => branch ?? []),
    ],
    not: [schema.not, schema.if].flatMap((part) => part ?? []),
  }
  return steps.flatMap((step) => below[step]).flatMap((part) => namesBelow(part, steps))
}
