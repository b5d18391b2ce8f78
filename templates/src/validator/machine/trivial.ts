import type { PreparedSchema } from '../prepare-schema.js'

/** Whether nothing can violate a schema, since it says nothing. */
export const isTrivial = (schema: PreparedSchema): boolean =>
  typeof schema === 'boolean' ? schema : Object.keys(schema).every((keyword) => marks.has(keyword))

/** What preparing notes for other keywords. */
const marks = new Set(['strictly', 'relaxed', 'tagOf'])
