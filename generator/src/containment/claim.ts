import type { Schema, SchemaObject } from '@tidings/contract'
import { identityOf, type Located, resolve, type Scope } from './scope.js'

/** That a value fits a schema, or that it does not. */
export interface Claim extends Located {
  readonly holds: boolean
}

export const claim = (schema: Schema, scope: Scope, holds = true): Claim => ({ schema, scope, holds })

export const negated = ({ schema, scope, holds }: Claim): Claim => ({ schema, scope, holds: !holds })

/** The same claim without what only wraps it: references, `not` alone, `allOf` of one. */
export function plain(given: Claim): Claim {
  let { holds } = given
  let located = resolve(given)
  for (let inner = wrapped(located.schema); inner !== undefined; inner = wrapped(located.schema)) {
    if (inner.isNegated) holds = !holds
    located = resolve({ schema: inner.schema, scope: located.scope })
  }
  return { ...located, holds }
}

function wrapped(schema: Schema): { schema: Schema; isNegated: boolean } | undefined {
  if (typeof schema === 'boolean') return undefined
  const keys = Object.keys(schema).filter((key) => !isAnnotation(key))
  if (keys.length !== 1) return undefined
  if (schema.not !== undefined) return { schema: schema.not, isNegated: true }
  const [only] = schema.allOf ?? schema.anyOf ?? schema.oneOf ?? []
  const count = (schema.allOf ?? schema.anyOf ?? schema.oneOf)?.length
  return only !== undefined && count === 1 ? { schema: only, isNegated: false } : undefined
}

const annotations = new Set<string>([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentEncoding',
  'contentMediaType',
  'discriminator',
  'externalDocs',
] satisfies (keyof SchemaObject)[])

/** Whether a keyword judges nothing. */
export const isAnnotation = (key: string): boolean => annotations.has(key) || key.startsWith('x-')

/** The same text for the same claims, whatever their order. */
export function keyOf(claims: readonly Claim[]): string {
  return [...new Set(claims.map((one) => (one.holds ? '' : '-') + identityOf(one)))].sort().join(' ')
}
