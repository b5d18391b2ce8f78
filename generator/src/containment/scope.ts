import { type NamedSchema, referencedSchema, type Schema } from '@tidings/contract'
import { unwind } from '@tidings/templates'

/** What the references of a schema lead to. */
export interface Scope {
  readonly number: number
  /** The schema of a name, with the scope that its own references are read in. */
  readonly lookUp: (name: string) => Located | undefined
}

/** A schema and the scope that its references are read in. */
export interface Located {
  readonly schema: Schema
  readonly scope: Scope
}

let made = 0

/** The scope of a contract. As its validators do, it leads no schema back to itself without entering the value. */
export function createScope(named: readonly NamedSchema[]): Scope {
  const written = new Map(named.map(({ name, schema }) => [name, schema]))
  const found = new Map<string, Located>()
  const scope: Scope = {
    number: made++,
    lookUp(name) {
      const schema = written.get(name)
      if (schema === undefined) return undefined
      const known = found.get(name) ?? { schema: unwind(name, schema, (other) => written.get(other)), scope }
      found.set(name, known)
      return known
    },
  }
  return scope
}

/** The scope of schemas without references. */
export const nowhere: Scope = { number: made++, lookUp: () => undefined }

/** A scope for schemas of our own making, which may hold located ones of any scope. */
export interface OwnScope extends Scope {
  readonly pointTo: (target: Located) => Schema
}

export function createOwnScope(): OwnScope {
  const targets: Located[] = []
  return {
    number: made++,
    lookUp: (name) => targets[Number(name)],
    pointTo: (target) =>
      typeof target.schema === 'boolean' ? target.schema : { $ref: `#/schemas/${targets.push(target) - 1}` },
  }
}

/** Follows references. One that leads nowhere takes every value, as the validators have it. */
export function resolve(located: Located): Located {
  let { schema, scope } = located
  for (let hops = 0; typeof schema === 'object' && schema.$ref !== undefined; hops++) {
    const target = hops > longestChain ? undefined : scope.lookUp(referencedSchema(schema.$ref))
    if (target === undefined) return { schema: true, scope }
    schema = target.schema
    scope = target.scope
  }
  return schema === located.schema ? located : { schema, scope }
}

const longestChain = 1_000

const numbers = new WeakMap<object, number>()
let numbered = 0

/** A text that no other schema object has, nor the same one where its references are read otherwise. */
export function identityOf({ schema, scope }: Located): string {
  if (typeof schema === 'boolean') return String(schema)
  const number = numbers.get(schema) ?? numbered++
  numbers.set(schema, number)
  return `${scope.number}:${number}`
}
