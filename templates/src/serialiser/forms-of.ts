import type { Contract, NamedSchema, Schema } from '@tidings/contract'
import { unwind } from '../schema/unwind.js'
import type { Form } from './form.js'
import { formOf } from './form-of.js'

/** What is known of the texts of a contract's values. */
export interface Forms {
  /** A shared schema, as it is written. */
  readonly schemaOf: (name: string) => Schema | undefined
  readonly formOf: (schema: Schema) => Form
}

/** The same for the same schemas; a shared one is unwound when it is first asked for. */
export function formsOf({ schemas }: Pick<Contract, 'schemas'>): Forms {
  const known = forms.get(schemas) ?? createForms(schemas)
  forms.set(schemas, known)
  return known
}

const forms = new WeakMap<readonly NamedSchema[], Forms>()

function createForms(schemas: readonly NamedSchema[]): Forms {
  const written = new Map(schemas.map(({ name, schema }) => [name, schema]))
  const unwound = new Map<string, Schema>()
  const schemaOf = (name: string): Schema | undefined => {
    const schema = written.get(name)
    if (schema === undefined || unwound.has(name)) return unwound.get(name)
    const own = unwind(name, schema, (other) => written.get(other))
    unwound.set(name, own)
    return own
  }
  return { schemaOf, formOf: (schema) => formOf(schema, schemaOf) }
}
