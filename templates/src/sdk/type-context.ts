import type { NamedSchema, Schema } from '@tidings/contract'
import type { Note, Sdk, TypeContext } from '../api.js'
import { type Code, imported } from '../api.js'

/** Refers to the type of a named schema. */
export function schemaReference(name: string, { names }: Sdk): Code {
  const { file, typeName } = names.schema(name)
  return imported(file, typeName, { type: true })
}

/** What a printed type needs; what it cannot say becomes a note about `subject`. */
export function typeContext(sdk: Sdk, subject: Pick<Note, 'event' | 'schema' | 'part' | 'origin'>): TypeContext {
  return {
    of: subject.event ?? subject.schema ?? '',
    declares: subject.schema,
    reference: (name) => schemaReference(name, sdk),
    schemaOf: (name) => schemasOf(sdk).get(name),
    approximate: ({ pointer, keyword, message }) =>
      sdk.note({ rule: 'inexact-type', message, ...subject, pointer, keyword }),
  }
}

const byName = new WeakMap<readonly NamedSchema[], ReadonlyMap<string, Schema>>()

function schemasOf({ contract: { schemas } }: Sdk): ReadonlyMap<string, Schema> {
  const known = byName.get(schemas) ?? new Map(schemas.map(({ name, schema }) => [name, schema]))
  byName.set(schemas, known)
  return known
}
