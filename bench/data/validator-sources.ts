/** One event as somebody writes it for a library: a module that exports a type and what judges it. */
export const validatorSources: Readonly<Record<string, (index: number, name: string) => string>> = {
  zod: (index, name) => `import * as z from 'zod'

export const ${name} = z.object({
  itemId: z.string().min(1),
  quantity: z.number().int().min(${index + 1}),
  movedAt: z.iso.datetime({ offset: true }),
  state: z.enum(['new', 'used', 'kind-${index}']).optional(),
  place: z.object({
    hall: z.string(),
    shelf: z.number().int().min(0).optional(),
  }),
  labels: z.array(z.string().max(40)).optional(),
})
export type ${name} = z.infer<typeof ${name}>
export const judge${name} = (value: unknown): value is ${name} => ${name}.safeParse(value).success
`,

  valibot: (index, name) => `import * as v from 'valibot'

export const ${name} = v.object({
  itemId: v.pipe(v.string(), v.minLength(1)),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(${index + 1})),
  movedAt: v.pipe(v.string(), v.isoTimestamp()),
  state: v.optional(v.picklist(['new', 'used', 'kind-${index}'])),
  place: v.object({
    hall: v.string(),
    shelf: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  labels: v.optional(v.array(v.pipe(v.string(), v.maxLength(40)))),
})
export type ${name} = v.InferOutput<typeof ${name}>
export const judge${name} = (value: unknown): value is ${name} => v.is(${name}, value)
`,

  typia: (index, name) => `import typia, { type tags } from 'typia'

export interface ${name} {
  readonly itemId: string & tags.MinLength<1>
  readonly quantity: number & tags.Type<'int64'> & tags.Minimum<${index + 1}>
  readonly movedAt: string & tags.Format<'date-time'>
  readonly state?: 'new' | 'used' | 'kind-${index}'
  readonly place: {
    readonly hall: string
    readonly shelf?: number & tags.Type<'uint64'>
  }
  readonly labels?: readonly (string & tags.MaxLength<40>)[]
}
export const judge${name} = typia.createIs<${name}>()
`,
}
