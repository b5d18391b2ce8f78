import type { Schema } from '@tidings/contract'
import { nameIn, type SchemaOf } from './json-kind.js'

/** How a named schema leads to another that speaks of the same value. */
export type Step = 'reference' | 'any' | 'all'

/** The named schemas on the way to a place, each with the strongest step taken since. */
export type Visited = ReadonlyMap<string, Step>

export function step(visited: Visited, taken: Step): Visited {
  if (taken === 'reference') return visited
  return new Map([...visited].map(([name, before]) => [name, before === 'all' ? before : taken]))
}

/**
 * Whether `from` comes back to `to` without entering the value: a base that lists its sub-types by `oneOf`, each of
 * which names the base in its `allOf`. TypeScript refuses such aliases, so one of the two is written out.
 */
export function leadsTo(
  from: string,
  to: string,
  schemaOf: SchemaOf,
  steps: readonly Step[] = ['reference', 'any', 'all'],
): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...namesBelow(schemaOf(name) ?? true, steps))
  }
  return false
}

/** Named schemas that speak of the value of `schema` itself. */
function namesBelow(schema: Schema, steps: readonly Step[]): string[] {
  if (typeof schema === 'boolean') return []
  if (schema.$ref !== undefined) return [nameIn(schema.$ref)]
  const any = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.then ?? true, schema.else ?? true]
  const dependent = Object.values(schema.dependencies ?? {}).filter((dependency) => !Array.isArray(dependency))
  const all = [...(schema.allOf ?? []), ...(dependent as Schema[])]
  return [...(steps.includes('any') ? any : []), ...(steps.includes('all') ? all : [])].flatMap((part) =>
    namesBelow(part, steps),
  )
}
