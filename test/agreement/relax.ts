import type { Json, Schema, SchemaObject } from '@tidings/contract'
import type { Approximation } from '../../templates/src/types/index.js'

type Listed = Pick<Approximation, 'pointer' | 'keyword' | 'instead'>
type Draft = { -readonly [Keyword in keyof SchemaObject]: SchemaObject[Keyword] }

/**
 * Whether an approximation says that TypeScript refuses what shares none of its optional properties. In an
 * intersection the other members' properties count too, so that such a type is refused less than it says.
 */
export const isAboutSharing = ({ keyword, instead }: Listed): boolean =>
  keyword === 'properties' && instead?.anyOf !== undefined

/**
 * The schema that a type says exactly, by the list of what it does not say: each listed keyword is taken out of its
 * place, or gives way to what stands in its stead. What is not listed, stays.
 */
export function relax(schema: Schema, approximations: readonly Listed[]): Schema {
  const relaxed = { root: clone(schema) }
  const deepestFirst = [...approximations].sort((a, b) => depthOf(b) - depthOf(a) || rank(a) - rank(b))
  for (const approximation of deepestFirst) {
    const node = find(relaxed.root as Json, approximation.pointer)
    const original = find(schema as Json, approximation.pointer)
    edit(node as Draft, approximation, original as SchemaObject)
  }
  return relaxed.root
}

const clone = (schema: Schema) => JSON.parse(JSON.stringify(schema)) as Schema
const depthOf = ({ pointer }: Listed) => pointer.split('/').length
/** Additional properties may have to hold what the patterns said, too. */
const rank = ({ keyword }: Listed) => (keyword === 'patternProperties' ? 1 : 0)

function find(root: Json, pointer: string): Json {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
  return tokens.reduce<Json>((at, token) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, token))
      throw new Error(`nothing stands at ${pointer}`)
    return (at as { readonly [key: string]: Json })[token] as Json
  }, root)
}

function edit(node: Draft, { keyword, instead }: Listed, original: SchemaObject): void {
  const also = (...schemas: readonly Schema[]) => {
    node.allOf = [...(node.allOf ?? []), ...schemas]
  }
  if (keyword !== 'properties' && keyword !== 'type' && original[keyword] === undefined)
    throw new Error(`no ${keyword} to take away`)
  switch (keyword) {
    case 'type':
      node.type =
        node.type === undefined
          ? (instead?.type ?? [])
          : [...new Set([node.type].flat().map((name) => (name === 'integer' ? 'number' : name)))]
      return
    case 'properties':
      if (instead === undefined) break
      if (instead.type === undefined) also(instead)
      else reset(node, { anyOf: [{ ...node }, { ...instead, ...lists(node) }] })
      return
    case 'required':
      if (instead === undefined) break
      node.required = (node.required ?? []).filter((name) => !instead?.required?.includes(name))
      return
    case 'oneOf':
      also({ anyOf: node.oneOf ?? [] })
      break
    case 'if':
      if (instead !== undefined) also({ anyOf: [node.then ?? true, node.else ?? true] })
      break
    case 'additionalProperties':
      if (instead?.properties !== undefined) {
        const rest = node.additionalProperties ?? true
        also({ properties: Object.fromEntries(Object.keys(instead.properties).map((name) => [name, rest])) })
      }
      if (instead?.additionalProperties === undefined) break
      node.additionalProperties = {
        anyOf: [node.additionalProperties ?? true, ...Object.values(node.patternProperties ?? {})],
      }
      return
    case 'patternProperties':
      if (instead === undefined) break
      loosenPatterns(node, instead, original)
      return
    case 'const':
      also(openly(node.const ?? null))
      break
    case 'enum':
      also({ anyOf: (node.enum ?? []).map(openly) })
      break
  }
  if (instead?.[keyword] === undefined) delete node[keyword]
  else Object.assign(node, { [keyword]: instead[keyword] })
}

function reset(node: Draft, schema: SchemaObject): void {
  for (const key of Object.keys(node)) delete node[key as keyof Draft]
  Object.assign(node, schema)
}

/** The lists that have what properties named `0`, `1`, ... ask for. */
function lists({ properties = {}, required = [] }: Draft): SchemaObject {
  const isIndex = (name: string) => /^(?:0|[1-9]\d?)$/.test(name)
  const asked = required.filter(isIndex).map(Number)
  const declared = Object.keys(properties).filter(isIndex).map(Number)
  const least =
    asked.length > 0
      ? Math.max(...asked)
      : declared.length > 0 && properties['length'] === undefined
        ? Math.min(...declared)
        : -1
  const items = Array.from({ length: Math.max(-1, ...declared) + 1 }, (_, at) => properties[String(at)] ?? true)
  return { minItems: least + 1, ...(items.length > 0 ? { items } : {}) }
}

/** Patterns still hold for declared properties; the others as far as an index signature says. */
function loosenPatterns(node: Draft, instead: SchemaObject | undefined, original: SchemaObject): void {
  const patterns = Object.entries(node.patternProperties ?? {})
  const names = [...Object.keys(node.properties ?? {}), ...(node.required ?? [])]
  const declared = patterns.flatMap(([pattern, schema]) =>
    names.filter((name) => new RegExp(pattern, 'u').test(name)).map((name) => ({ properties: { [name]: schema } })),
  )
  const said = Object.entries(instead?.patternProperties ?? {}).map(([exactly, schema]) => {
    const [pattern = ''] = Object.entries(original.patternProperties ?? {}).find(([, one]) => same(one, schema)) ?? []
    return [exactly, node.patternProperties?.[pattern] ?? true] as const
  })
  delete node.patternProperties
  node.allOf = [...(node.allOf ?? []), ...declared, { patternProperties: Object.fromEntries(said) }]
}

const same = (one: Schema, other: Schema) => JSON.stringify(one) === JSON.stringify(other)

/** The value, with any more properties where it is an object. */
function openly(value: Json): Schema {
  if (typeof value !== 'object' || value === null) return { const: value }
  if (Array.isArray(value)) {
    return { type: 'array', items: value.map(openly), minItems: value.length, maxItems: value.length }
  }
  const names = Object.keys(value)
  const properties = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, openly(member)]))
  return { type: 'object', properties, required: names, ...(names.length === 0 ? { maxProperties: 0 } : {}) }
}
