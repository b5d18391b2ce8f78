import type { Json, Schema } from '@tidings/contract'
import fc from 'fast-check'
import { schemaReference } from '../../contract/src/schema/schema-reference.js'
import { declared, identifier, join, printCode } from '../../templates/src/output/index.js'
import { unwind } from '../../templates/src/schema/unwind.js'
import { type Approximation, printDeclaration } from '../../templates/src/types/index.js'
import { loadValidators } from '../../templates/src/validator/fixtures/load-validators.js'
import { arbitraryOf } from '../schema-values/arbitrary-of.js'
import { createJudge, type Schemas } from '../schema-values/judge.js'
import { mutationsOf } from '../schema-values/mutations-of.js'
import { isAboutSharing, relax } from './relax.js'
import { type Assignment, checkTypes, type Module } from './type-check.js'

/** Where type and validator are asked of the same values: the named schemas of one contract. */
export interface Case {
  readonly title: string
  readonly schemas: Schemas
}

export interface Judgement {
  readonly title: string
  readonly schema: string
  readonly value: Json
  /** By the generated validator. */
  readonly isValid: boolean
  /** By plain Ajv. */
  readonly isValidToAjv: boolean
  /** By plain Ajv, with what is listed taken out of the schema: what the type must take. */
  readonly isTakenByList: boolean
  /** The same, but for properties that must be shared: what it may take at most. */
  readonly isLeftByList: boolean
  /** By `tsc`. */
  readonly isOfType: boolean
}

export interface Judged {
  readonly judgements: readonly Judgement[]
  /** What the compiler says of the declarations. */
  readonly problems: readonly string[]
}

const everySort: readonly Json[] = [
  null,
  true,
  false,
  0,
  1.5,
  -1,
  '',
  'text',
  [],
  ['text'],
  [1, 2],
  {},
  { a: 1 },
  { other: 'x' },
]

export interface Amount {
  readonly seed: number
  /** Valid values for each schema. */
  readonly values: number
  /** Mutations of these, at most. */
  readonly mutations: number
}

/** Prints the types of every case, and asks both about valid values and single mutations of them. */
export async function judge(cases: readonly Case[], amount: Amount): Promise<Judged> {
  const prepared: Prepared[] = []
  for (const one of cases) prepared.push(await prepare(one, amount))
  const checked = checkTypes(prepared.map(({ module }) => module))
  return {
    problems: checked.flatMap(({ problems }, at) => problems.map((problem) => `${cases[at]?.title}: ${problem}`)),
    judgements: prepared.flatMap(({ questions }, at) =>
      questions.map((question, index) => ({ ...question, isOfType: checked[at]?.verdicts[index] ?? false })),
    ),
  }
}

/** The types of all schemas of a case, as a module, and what they do not say. */
export function printTypes(schemas: Schemas): {
  text: string
  names: ReadonlyMap<string, string>
  approximations: Approximation[]
} {
  const names = new Map(Object.keys(schemas).map((name, at) => [name, `T${at}`]))
  const approximations: Approximation[] = []
  const printed = Object.entries(schemas).map(([name, schema]) =>
    printDeclaration(declared(names.get(name) ?? ''), schema, {
      of: name,
      declares: name,
      reference: (other) => identifier(names.get(other) ?? 'unknown'),
      schemaOf: (other) => schemas[other],
      approximate: (approximation) => approximations.push(approximation),
    }),
  )
  return { text: `${printCode(join(printed, '\n\n'))}\n`, names, approximations }
}

interface Prepared {
  readonly module: Module
  readonly questions: readonly Omit<Judgement, 'isOfType'>[]
}

async function prepare(one: Case, amount: Amount): Promise<Prepared> {
  const { title } = one
  const { text, names, approximations } = printTypes(one.schemas)
  const schemas = unwindAll(one.schemas)
  const relaxed = relaxAll(schemas, approximations)
  const loosest = relaxAll(
    schemas,
    approximations.filter((listed) => !isAboutSharing(listed)),
  )
  const events = Object.keys(schemas).map((id) => ({ id, payload: { $ref: schemaReference(id) } }))
  const { validators } = await loadValidators(events, one.schemas)
  const questions = Object.entries(schemas).flatMap(([schema, root], at) => {
    const isValidToAjv = createJudge(root, schemas)
    const isTaken = createJudge(relaxed[schema] ?? true, relaxed)
    const isLeft = createJudge(loosest[schema] ?? true, loosest)
    return valuesFor(root, schemas, amount).map((value) => ({
      title,
      schema,
      value,
      isValid: validators[at]?.validateData(value) === undefined,
      isValidToAjv: isValidToAjv(value),
      isTakenByList: isTaken(value),
      isLeftByList: isLeft(value),
    }))
  })
  const assignments = questions.map(({ schema, value }): Assignment => ({ type: names.get(schema) ?? '', value }))
  return { module: { declarations: text, assignments }, questions }
}

/** No validator ends on a schema that comes back to itself for the same value. */
const unwindAll = (schemas: Schemas): Schemas =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, unwind(name, schema, (other) => schemas[other])]),
  )

const relaxAll = (schemas: Schemas, approximations: readonly Approximation[]): Schemas =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      relax(
        schema,
        approximations.filter(({ of }) => of === name),
      ),
    ]),
  )

function valuesFor(schema: Schema, schemas: Schemas, { seed, values, mutations }: Amount): readonly Json[] {
  const arbitrary = arbitraryOf(schema, schemas)
  const valid = arbitrary === undefined ? [] : fc.sample(arbitrary, { numRuns: values, seed })
  const mutants = valid.flatMap((value) => [...mutationsOf(value)].map((mutation) => mutation.value))
  const step = Math.max(1, Math.ceil(mutants.length / mutations))
  const asked = [...everySort, ...valid, ...mutants.filter((_, at) => at % step === seed % step)]
  return [...new Map(asked.map((value) => [JSON.stringify(value), value])).values()]
}
