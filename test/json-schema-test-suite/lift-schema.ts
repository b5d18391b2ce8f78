import { type Schema, schemaReference } from '@tidings/contract'

type Node = boolean | { readonly [keyword: string]: unknown }

/** A schema of the suite as the contract model has it. */
export interface Lifted {
  readonly schema: Schema
  /** What `$ref` leads to, by name. */
  readonly schemas: Readonly<Record<string, Schema>>
}

/** A `$ref` leads to where nothing is. */
export class Unresolved extends Error {
  override readonly name = 'Unresolved'
}

/**
 * Does to a schema what reading a contract does: each `$ref` leads to a named schema and stands alone. `remotes` are
 * documents by their URI; `prefix` starts each name.
 */
export function liftSchema(root: Node, remotes: ReadonlyMap<string, Node>, prefix = ''): Lifted {
  const start = 'tidings:root'
  const places = new Map<string, { readonly node: Node; readonly base: string }>()
  for (const [uri, document] of [...remotes, [start, root] as const]) survey(document, uri, `${uri}#`)
  const names = new Map<Node, string>()
  const schemas: Record<string, Schema> = Object.create(null)
  return { schema: lift(root, places.get(`${start}#`)?.base ?? start), schemas }

  /** Notes where each schema stands: by its place in its document, by `$id`, and by its place from there. */
  function survey(node: unknown, base: string, place: string, role: Role = 'schema'): void {
    if (typeof node === 'boolean') places.set(place, { node, base })
    if (typeof node !== 'object' || node === null) return
    const { $id, $ref } = node as { $id?: unknown; $ref?: unknown }
    const identified = role === 'schema' && typeof $id === 'string' && typeof $ref !== 'string'
    const isAnchor = identified && $id.startsWith('#')
    const own = identified && !isAnchor ? withoutFragment(resolve(base, $id)) : base
    const also = own === base ? [place] : [place, `${own}#`]
    if (isAnchor) places.set(withoutFragment(base) + $id, { node: node as Node, base })
    for (const name of also) places.set(name, { node: node as Node, base: own })
    for (const [key, child] of Object.entries(node)) {
      for (const name of also) survey(child, own, `${name}/${escapeToken(key)}`, roleOf(key, role, child))
    }
  }

  function lift(node: Node, base: string): Schema {
    if (typeof node === 'boolean') return node
    if (typeof node['$ref'] === 'string') return { $ref: schemaReference(nameOf(resolve(base, node['$ref']))) }
    const id = node['$id']
    const own = typeof id === 'string' && !id.startsWith('#') ? withoutFragment(resolve(base, id)) : base
    const lifted: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(node)) {
      if (schemaKeywords.has(key))
        lifted[key] = Array.isArray(value) ? value.map((item) => lift(item, own)) : lift(value as Node, own)
      else if (maps.has(key)) {
        if (key === 'definitions') continue
        const map: Record<string, unknown> = Object.create(null)
        for (const [name, item] of Object.entries(value as object))
          map[name] = Array.isArray(item) ? item : lift(item, own)
        lifted[key] = map
      } else if (!key.startsWith('$')) lifted[key] = value
    }
    return lifted as Schema
  }

  function nameOf(uri: string): string {
    const [document = '', fragment = ''] = uri.split('#')
    const place = `${document}#${fragment.startsWith('/') ? decodeURIComponent(fragment) : fragment}`
    const found = places.get(place)
    if (found === undefined) throw new Unresolved(`${uri} leads nowhere`)
    const known = names.get(found.node)
    if (known !== undefined && typeof found.node === 'object') return known
    const name = prefix + place
    names.set(found.node, name)
    schemas[name] = lift(found.node, found.base)
    return name
  }
}

/** What a value in a schema is: a schema itself, a map or list of them, or data. */
type Role = 'schema' | 'schemas' | 'data'

function roleOf(key: string, parent: Role, child: unknown): Role {
  if (parent === 'schemas') return 'schema'
  if (parent === 'data') return 'data'
  if (schemaKeywords.has(key)) return Array.isArray(child) ? 'schemas' : 'schema'
  return maps.has(key) ? 'schemas' : 'data'
}

const schemaKeywords = new Set(
  'items additionalItems contains additionalProperties propertyNames allOf anyOf oneOf not if then else'.split(' '),
)
const maps = new Set(['properties', 'patternProperties', 'dependencies', 'definitions'])

function resolve(base: string, reference: string): string {
  if (reference.startsWith('#')) return withoutFragment(base) + reference
  try {
    return new URL(reference, base).href
  } catch {
    return reference
  }
}

const withoutFragment = (uri: string) => uri.split('#')[0] ?? ''
const escapeToken = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
