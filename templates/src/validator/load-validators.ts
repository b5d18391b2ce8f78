import { type NamedSchema, referencedSchema, type Schema } from '@tidings/contract'
import { unwind } from '../schema/unwind.js'
import { closedSchemas } from './closed-schemas.js'
import { compileFunctions, type Functions } from './compile-functions.js'
import { type Preparation, prepareSchema } from './prepare-schema.js'

/** What machine code is made into a validator with: the runtime's `@tidings/runtime/sdk/v1`. */
export interface ValidatorRuntime<Validate> {
  readonly validator: (check: never) => Validate
}

/**
 * The validators that generation prints, as functions of this process: the same machine code, so the same judgement.
 * One is compiled when it is first asked for. `named` are the schemas that references lead to.
 */
export function loadValidators<Validate>(
  named: readonly NamedSchema[],
  runtime: ValidatorRuntime<Validate>,
): (schema: Schema) => Validate {
  const written = new Map(named.map(({ name, schema }) => [name, schema]))
  const byName = new Map(named.map(({ name, schema }) => [name, unwind(name, schema, (other) => written.get(other))]))
  const shared = { closed: closedSchemas(named), schemaOf: (name: string) => byName.get(name), note: () => {} }
  const loaded = new Map<string, { check?: MachineCode }>()

  const prepared = (schema: Schema, self?: string): MachineCode => {
    const functions: Preparation['functions'] = []
    const index = prepareSchema(schema, { ...shared, ...(self === undefined ? {} : { self }), functions })
    return evaluate(compileFunctions(functions), index)
  }

  const sharedCheck = (name: string): MachineCode => {
    const entry = loaded.get(name) ?? {}
    loaded.set(name, entry)
    // Compiled when it is first called: schemas may refer to each other in circles.
    const call: MachineCode = function (this: unknown, value, context) {
      entry.check ??= prepared(byName.get(name) ?? true, name)
      const isValid = entry.check.call(this, value, context)
      call.errors = entry.check.errors
      return isValid
    }
    return call
  }

  const evaluate = ({ declarations, references, names }: Functions, index: number): MachineCode => {
    const given = [...references].map(([placeholder, { from, name }]) => ({
      placeholder,
      value: from === 'runtime' ? (runtime as unknown as Record<string, unknown>)[name] : sharedCheck(name),
    }))
    const body = declarations.map(({ before, name, after }) => `${before}${name}${after}`).join('\n')
    // Machine code of ours, in which text of a contract stands as quoted literals alone.
    const make = new Function(
      ...given.map(({ placeholder }) => placeholder),
      `"use strict"\n${body}\nreturn ${names[index]}`,
    )
    return make(...given.map(({ value }) => value)) as MachineCode
  }

  return (schema) => {
    const reference = typeof schema === 'object' ? schema.$ref : undefined
    const check = reference === undefined ? prepared(schema) : sharedCheck(referencedSchema(reference))
    return runtime.validator(check as never)
  }
}

interface MachineCode {
  (this: unknown, value: unknown, context?: unknown): boolean
  errors?: unknown
}
