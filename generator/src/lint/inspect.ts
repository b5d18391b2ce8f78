import type { Contract, Finding, Loaded, Origin, Place } from '@tidings/contract'
import type { English } from './english/english.js'
import { type Extension, extensionsIn } from './extensions-in.js'
import { createFacets, type FacetsOf } from './schema-facets.js'
import { type SchemaSite, walkSchemas } from './walk-schemas.js'

/** A contract as rules look at it. */
export interface Inspected extends Contract {
  /** Whether the rule was asked for, by `strict` or by name, and not only given with `recommended`. */
  readonly isAsked: boolean
  /** Whether its messages are known to be events: it uses our conventions, or the rule was asked for. */
  readonly meansEvents: boolean
  /** Each schema once, with the events that use it. */
  sites(): readonly SchemaSite[]
  readonly facetsOf: FacetsOf
  readonly extensions: readonly Extension[]
  /** What reading the contract has found by itself. */
  found(rule: string): readonly Finding[]
  /** Where something of the contract stands, or what stands in it at reference tokens. */
  place(part: { readonly origin: Origin } | SchemaSite, ...tokens: readonly (string | number)[]): Place
  /**
   * Where a schema stands that can be changed alone: written there whole, and nothing refers to it. Nothing for parts
   * of Avro schemas, which stand nowhere as they are.
   */
  homeOf(site: SchemaSite): Place | undefined
  /** Loaded when a rule asks for it. */
  english(): Promise<English>
}

export type Readable = Loaded & Required<Pick<Loaded, 'contract' | 'places' | 'sources'>>

/** The names by which a document shows that it knows our conventions. */
const conventions = ['x-event', 'x-events']

/** Looks at a contract once; for each rule it is then told whether that was asked for. */
export function inspect({ contract, places, sources, findings }: Readable): (isAsked: boolean) => Inspected {
  const facetsOf = createFacets(contract)
  const extensions = extensionsIn(sources)
  let sites: readonly SchemaSite[] | undefined
  const place: Inspected['place'] = (part, ...tokens) => {
    if ('origin' in part) return places.ofOrigin(part.origin, ...tokens)
    const own = places.ofSchema(part.schema, ...tokens)
    return own ?? (part.around === undefined ? placeOfRoot(part) : place(part.around))
  }
  const placeOfRoot = ({ root, part }: SchemaSite): Place =>
    'name' in root && 'schema' in root ? places.ofOrigin(root.origin) : places.ofOrigin(root.origin, part)
  const usesConventions = extensions.some(({ name }) => conventions.includes(name))
  const inspected = {
    ...contract,
    sites() {
      sites ??= walkSchemas(contract, facetsOf)
      return sites
    },
    facetsOf,
    extensions,
    found: (rule: string) => findings.filter((finding) => finding.rule === rule),
    place,
    homeOf: ({ schema }: SchemaSite) => {
      const home = places.ofSchema(schema)
      const isShared = contract.schemas.some(({ origin }) => {
        const { file, pointer } = places.ofOrigin(origin)
        return file === home?.file && pointer === home.pointer
      })
      return isShared ? undefined : home
    },
    english: async () => (await import('./english/english.js')).english,
  }
  return (isAsked) => ({ ...inspected, isAsked, meansEvents: isAsked || usesConventions })
}

/** Those that are asked for and answered are no events, whatever the document says of them. */
export function repliedEvents({ operations }: Contract): ReadonlySet<string> {
  return new Set(operations.flatMap(({ events, reply }) => (reply === undefined ? [] : [...events, ...reply.events])))
}
