import type { Schema } from '../model/schema.js'

const start = '#/schemas/'

/** The `$ref` that leads to a named schema of the contract: a legal URI fragment, whatever the name. */
export function schemaReference(name: string): string {
  return start + encodeURIComponent(wellFormed(name).replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** The name of the schema that a `$ref` of the contract leads to. */
export function referencedSchema(reference: string): string {
  return decodeURIComponent(reference.slice(start.length)).replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The name of the schema that this one refers to; `undefined` where it is no reference. */
export function referenceIn(schema: Schema | undefined): string | undefined {
  return typeof schema === 'object' && schema.$ref !== undefined ? referencedSchema(schema.$ref) : undefined
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
