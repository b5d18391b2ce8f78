import type { Contract, Schema } from '@tidings/contract'
import type { Validate } from '@tidings/runtime/sdk/v1'

/** Judges a value by a schema of one contract, exactly as its generated SDK does. */
export type Judge = (schema: Schema) => Validate

/** The validators of a contract in this process. They are compiled when they are first asked for, once each. */
export async function createJudge({ schemas }: Pick<Contract, 'schemas'>): Promise<Judge> {
  const [{ loadValidators }, runtime] = await Promise.all([
    import('@tidings/templates'),
    import('@tidings/runtime/sdk/v1'),
  ])
  const load = loadValidators<Validate>(schemas, runtime)
  const made = new Map<Schema, Validate>()
  return (schema) => {
    const validate = made.get(schema) ?? load(schema)
    made.set(schema, validate)
    return validate
  }
}
