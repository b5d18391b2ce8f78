import { type NamedSchema, referencedSchema, type Schema } from '@tidings/contract'
import { unwind } from '../schema/unwind.js'
import { closedSchemas } from './closed-schemas.js'
import { compileFunctions } from './compile-functions.js'
import type { Functions } from './functions.js'
import { type Preparation, prepareSchema } from './prepare-schema.js'

/** What machine code is made into a validator with: the runtime's `@tidings/runtime/sdk/v1`. */
export interface ValidatorRuntime<Validate> {
  readonly createValidator: (judge: never) => Validate
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
  const loaded = new Map<string, MachineCode>()

  const prepared = (schema: Schema, self?: string): MachineCode => {
    const functions: Preparation['functions'] = []
    const index = prepareSchema(schema, { ...shared, ...(self === undefined ? {} : { self }), functions })
    return evaluate(compileFunctions(functions), index)
  }

  const sharedJudge = (name: string): MachineCode => {
    // Compiled when it is first called: schemas may refer to each other in circles.
    return (...args) => {
      const judge = loaded.get(name) ?? prepared(byName.get(name) ?? true, name)
      loaded.set(name, judge)
      return judge(...args)
    }
  }

  const evaluate = ({ declarations, references, names }: Functions, index: number): MachineCode => {
    const given = [...references].map(([placeholder, { from, name }]) => ({
      placeholder,
      value: from === 'runtime' ? (runtime as unknown as Record<string, unknown>)[name] : sharedJudge(name),
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
    const judge = reference === undefined ? prepared(schema) : sharedJudge(referencedSchema(reference))
    return runtime.createValidator(judge as never)
  }
}

type MachineCode = (value: unknown, isTolerant: boolean, complaints?: unknown, pointer?: string) => unknown
