import { Ajv, type ErrorObject } from 'ajv'
import * as formats from 'ajv-formats'
import type { NamedSchema, Schema } from '../model/schema.js'

export interface Mismatch {
  /** JSON pointer inside the value. */
  readonly pointer: string
  readonly problem: string
}

// CommonJS: what the types call the default export is the module's member of that name
const addFormats = formats.default as unknown as (ajv: Ajv) => Ajv

/** Makes a check of values against a schema of the contract; it gives the first thing that does not fit. */
export function compileSchema(schema: Schema, named: readonly NamedSchema[]): (value: unknown) => Mismatch | undefined {
  // `allOf` keeps the root free for the named schemas, which references find by their pointer
  const root = { allOf: [schema], schemas: Object.fromEntries(named.map(({ name, schema: inner }) => [name, inner])) }
  const check = compile(ordinary(root))
  return (value) => {
    if (check === undefined || check(ordinary(value))) return undefined
    return describe(check.errors?.[0])
  }
}

/** Ajv compares by methods that objects without a prototype do not have. */
const ordinary = <T>(value: T): T => JSON.parse(JSON.stringify(value))

function compile(root: object) {
  for (const unicodeRegExp of [true, false]) {
    try {
      const ajv = new Ajv({ strict: false, ownProperties: true, unicodeRegExp, validateSchema: false, logger: false })
      addFormats(ajv)
      return ajv.compile(root)
    } catch {
      // a pattern that is none in the one dialect of regular expressions may be one in the other
    }
  }
  return undefined
}

function describe(error: ErrorObject | undefined): Mismatch {
  const { instancePath = '', message = 'does not fit', keyword, params } = error ?? {}
  const name = keyword === 'additionalProperties' ? `: "${String(params?.['additionalProperty'])}"` : ''
  const values =
    keyword === 'enum'
      ? `: ${JSON.stringify(params?.['allowedValues'])}`
      : keyword === 'const'
        ? ` ${JSON.stringify(params?.['allowedValue'])}`
        : ''
  return { pointer: instancePath, problem: `${message}${name}${values}` }
}
