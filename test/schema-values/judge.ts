import { createRequire } from 'node:module'
import type { Schema } from '@tidings/contract'
import { Ajv, type ErrorObject } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'

/** The version that the templates ask for; the workspace itself holds an older one of somebody else's. */
const { default: addFormats }: { default: FormatsPlugin } = createRequire(
  new URL('../../templates/package.json', import.meta.url),
)('ajv-formats')

/** The named schemas of a contract. */
export type Schemas = Readonly<Record<string, Schema>>

/**
 * Plain Ajv, as the oracle: no code of ours. With the options that our validators promise (own properties, formats,
 * nothing strict).
 */
export function createJudge(schema: Schema, schemas: Schemas = {}): (value: unknown) => boolean {
  const validate = compile(schema, schemas, compilers.first)
  return (value) => validate(value) === true
}

/** The same, with all that it finds wrong: nothing where the value is valid. */
export function createCritic(schema: Schema, schemas: Schemas = {}): (value: unknown) => readonly ErrorObject[] {
  const validate = compile(schema, schemas, compilers.all)
  return (value) => (validate(value) ? [] : (validate.errors ?? []))
}

/** One compiler for all judges of a contract: they share the named schemas. */
interface Compilers {
  readonly allErrors: boolean
  readonly known: WeakMap<Schemas, Ajv>
}

const compilers: Readonly<Record<'first' | 'all', Compilers>> = {
  first: { allErrors: false, known: new WeakMap() },
  all: { allErrors: true, known: new WeakMap() },
}

const compile = (schema: Schema, schemas: Schemas, ofThem: Compilers) =>
  compilerFor(schemas, ofThem).compile(mended({ allOf: [absolute(schema)] }))

function compilerFor(schemas: Schemas, { allErrors, known }: Compilers): Ajv {
  const made = known.get(schemas)
  if (made !== undefined) return made
  const options = { strict: false, ownProperties: true, validateSchema: false, unicodeRegExp: true } as const
  const ajv = new Ajv({ ...options, logger: false, allErrors })
  addFormats(ajv)
  ajv.addSchema(mended({ $id: 'contract:', schemas }))
  known.set(schemas, ajv)
  return ajv
}

/** References to named schemas lead to them from anywhere. */
const absolute = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema), (key, part) =>
    key === '$ref' && typeof part === 'string' ? `contract:${part}` : part,
  )

/** What Ajv itself does not do of draft-07: an empty `enum`, which nothing satisfies, and a property named `__proto__`. */
const mended = (document: object): object =>
  JSON.parse(JSON.stringify(document), (_, part) => {
    if (Array.isArray(part?.enum) && part.enum.length === 0) return false
    const { properties, patternProperties } = Object(part)
    if (!Object.hasOwn(Object(properties), '__proto__')) return part
    const own = Object.getOwnPropertyDescriptor(properties, '__proto__')?.value
    return { ...part, patternProperties: { ...patternProperties, '^__proto__$': own } }
  })
