import { payloadOf, sampleOf } from './synthetic-contract.js'

/**
 * Programs that import a library, have it make validators of as many events, and judge one: what a process has to do
 * before it can take its first event.
 */
export const validatorPrograms = (events: number): Readonly<Record<string, string>> => ({
  ajv: `import Ajv from 'ajv'
import addFormats from 'ajv-formats'
const ajv = new Ajv.default({ strict: false })
addFormats.default(ajv)
const validators = ${JSON.stringify(each(events, payloadOf))}.map((schema) => ajv.compile(schema))
${judged('(value) => validators[0](value)')}`,

  zod: `import { z } from 'zod'
const validators = Array.from({ length: ${events} }, (_, index) => z.object({
  itemId: z.string().min(1),
  quantity: z.number().int().min(index + 1),
  movedAt: z.iso.datetime({ offset: true }),
  state: z.enum(['new', 'used', 'kind-' + index]).optional(),
  place: z.object({ hall: z.string(), shelf: z.number().int().min(0).optional() }),
  labels: z.array(z.string().max(40)).optional(),
}))
${judged('(value) => validators[0].safeParse(value).success')}`,

  valibot: `import * as v from 'valibot'
const validators = Array.from({ length: ${events} }, (_, index) => v.object({
  itemId: v.pipe(v.string(), v.minLength(1)),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(index + 1)),
  movedAt: v.pipe(v.string(), v.isoTimestamp()),
  state: v.optional(v.picklist(['new', 'used', 'kind-' + index])),
  place: v.object({ hall: v.string(), shelf: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) }),
  labels: v.optional(v.array(v.pipe(v.string(), v.maxLength(40)))),
}))
${judged('(value) => v.safeParse(validators[0], value).success')}`,
})

/** Tells whether a good event is taken and a bad one refused. */
export const judged = (isValid: string): string => `const isValid = ${isValid}
const sample = ${JSON.stringify(sampleOf(0))}
console.log(isValid(sample) && !isValid({ ...sample, quantity: 'many' }))
`

const each = <T>(events: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: events }, (_, index) => make(index))
