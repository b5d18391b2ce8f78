import { placeOf } from '../contract/check-meaning.js'
import type { Severity } from '../finding/finding.js'
import type { Reporter } from '../finding/reporter.js'
import { createFit } from '../fit/fit.js'
import type { Contract } from '../model/contract.js'
import type { JsonTree } from '../source/json-tree.js'
import { writePointer } from '../source/pointer.js'

/** Says which examples do not fit the schemas that they are examples of. */
export async function checkExamples(
  contract: Contract,
  folder: string,
  severity: Severity,
  reporter: Reporter,
): Promise<void> {
  if (contract.events.every(({ examples }) => examples.length === 0)) return
  const schemas = Object.fromEntries(contract.schemas.map(({ name, schema }) => [name, schema as JsonTree]))
  const fits = createFit({ root: { schemas } })
  for (const event of contract.events) {
    for (const part of ['payload', 'headers'] as const) {
      const examples = event.examples.filter((example) => example[part] !== undefined)
      const schema = event[part]
      if (schema === undefined) continue
      const doubtful = examples.filter((example) => !fits(schema as JsonTree, example[part] as JsonTree))
      if (doubtful.length === 0) continue
      // loaded and compiled for those alone that it may have something to say of
      const { compileSchema } = await import('./validator.js')
      const check = compileSchema(schema, contract.schemas)
      for (const example of doubtful) {
        const failure = check(example[part])
        if (failure === undefined) continue
        const place = placeOf(example.origin, folder)
        const where = failure.pointer === '' ? 'it' : failure.pointer
        reporter.report(
          'example-mismatch',
          { ...place, pointer: place.pointer + writePointer([part]) + failure.pointer },
          { part, event: event.id, problem: `${where} ${failure.problem}` },
          severity,
        )
      }
    }
  }
}
