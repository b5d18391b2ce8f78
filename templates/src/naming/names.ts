import { type Contract, referenceIn } from '@tidings/contract'
import { isPortableFileName } from '../output/file-name.js'
import { camelCase, kebabCase } from './casing.js'
import { compareText, type EventFamily, eventFamilies } from './event-family.js'
import { Namespace } from './namespace.js'
import { readableNames } from './readable-names.js'
import { reservedMemberNames, reservedTypeNames } from './reserved.js'

/**
 * What everything of a contract is called in its SDK: unique, legal, and the same in any order of maps. Whoever asks
 * for what the contract does not have gets a `RangeError`.
 */
export interface Names {
  /** Of an event, by its id. */
  event(id: string): EventNames
  /** Of the newest version, by the name that the versions of an event share; `undefined` where it has but one. */
  newest(name: string): EventNames | undefined
  /** Of a named schema, by its name. */
  schema(name: string): SchemaNames
  /** A channel's name among the channels, by its id. */
  channel(id: string): string
  /** An operation's name among the operations, by its id. */
  operation(id: string): string
}

export interface EventNames {
  readonly className: string
  /** The type of its data. */
  readonly dataType: string
  readonly headersType: string
  readonly handlerType: string
  /** The type of the function that makes the next version of it. */
  readonly upcasterType: string
  /** The module that declares them, from the output folder: `events/order-confirmed.ts`. */
  readonly file: string
  /** The module of its validators: `validators/order-confirmed.ts`. */
  readonly validatorFile: string
  /** The module of its serialiser: `serialisers/order-confirmed.ts`. */
  readonly serialiserFile: string
}

export interface SchemaNames {
  readonly typeName: string
  /** The module that declares it: `schemas/order-item.ts`. */
  readonly file: string
  /** `validators/schemas/order-item.ts`. */
  readonly validatorFile: string
  /** `serialisers/schemas/order-item.ts`. */
  readonly serialiserFile: string
}

/** Gives names to all of a contract. */
export function nameContract(contract: Contract): Names {
  const types = new Namespace(reservedTypeNames)
  const families = eventFamilies(contract)
  const { events, newest } = nameEvents(families, types)
  const schemas = nameSchemas(contract, events, types)
  return {
    event: known('event', events),
    newest: (name) => newest.get(name),
    schema: known('schema', schemas),
    channel: known('channel', nameMembers(contract.channels, 'Channel')),
    operation: known('operation', nameMembers(contract.operations, 'Operation')),
  }
}

function known<Value>(what: string, values: ReadonlyMap<string, Value>): (id: string) => Value {
  return (id) => {
    const value = values.get(id)
    if (value === undefined) throw new RangeError(`the contract has no ${what} ${JSON.stringify(id)}`)
    return value
  }
}

function nameEvents(families: readonly EventFamily[], types: Namespace) {
  const readable = readableNames(
    families.map(({ name }) => name),
    'Event',
  )
  const files = fileNamespace()
  const events = new Map<string, EventNames>()
  const newest = new Map<string, EventNames>()
  for (const { name, versions } of plainestFirst(families, readable)) {
    const own = readable.get(name) ?? name
    const suffixes = versions.length === 1 ? [''] : ['', ...versions.map(({ version }) => `V${version}`)]
    const companions = (base: string) => suffixes.flatMap((suffix) => [base + suffix, ...companionsOf(base + suffix)])
    const base = types.take([own, `${own}Event`], companions)
    const file = files.take(fileNames(base, 'event'), (stem) => suffixes.map((suffix) => stemWith(stem, suffix)))
    const namesWith = (suffix: string): EventNames => eventNames(base + suffix, stemWith(file, suffix))
    if (versions.length > 1) newest.set(name, namesWith(''))
    for (const event of versions) events.set(event.id, namesWith(versions.length === 1 ? '' : `V${event.version}`))
  }
  return { events, newest }
}

const companionsOf = (base: string) => ['Data', 'Headers', 'Handler', 'Upcaster'].map((role) => base + role)

const stemWith = (stem: string, suffix: string) => (suffix === '' ? stem : `${stem}-${suffix.toLowerCase()}`)

function eventNames(base: string, stem: string): EventNames {
  return {
    className: base,
    dataType: `${base}Data`,
    headersType: `${base}Headers`,
    handlerType: `${base}Handler`,
    upcasterType: `${base}Upcaster`,
    file: `events/${stem}.ts`,
    validatorFile: `validators/${stem}.ts`,
    serialiserFile: `serialisers/${stem}.ts`,
  }
}

/**
 * A schema that would be called like an event or like an event's data, and is the payload of that event, is the
 * event's data type. Any other gives way.
 */
function nameSchemas({ schemas, events }: Contract, names: ReadonlyMap<string, EventNames>, types: Namespace) {
  const readable = readableNames(
    schemas.map(({ name }) => name),
    'Schema',
  )
  const payloadOf = new Map(
    events.flatMap((event) => {
      const { className, dataType } = names.get(event.id) ?? {}
      const schema = referenceIn(event.payload)
      const own = schema === undefined ? undefined : readable.get(schema)
      return schema !== undefined && dataType !== undefined && (own === className || own === dataType)
        ? [[schema, dataType] as const]
        : []
    }),
  )
  const files = fileNamespace()
  const named = new Map<string, SchemaNames>()
  for (const { name } of plainestFirst(schemas, readable)) {
    const own = readable.get(name) ?? name
    const typeName = payloadOf.get(name) ?? types.take([own, `${own}Schema`])
    const stem = files.take(fileNames(typeName, 'schema'))
    named.set(name, {
      typeName,
      file: `schemas/${stem}.ts`,
      validatorFile: `validators/schemas/${stem}.ts`,
      serialiserFile: `serialisers/schemas/${stem}.ts`,
    })
  }
  return named
}

function nameMembers(members: readonly { readonly id: string }[], role: 'Channel' | 'Operation') {
  const readable = readableNames(
    members.map(({ id }) => id),
    role,
  )
  const namespace = new Namespace(reservedMemberNames)
  const own = new Map([...readable].map(([id, name]) => [id, camelCase(name)]))
  const sorted = plainestFirst(
    members.map(({ id }) => ({ name: id })),
    own,
  )
  return new Map(sorted.map(({ name }) => [name, namespace.take([own.get(name) ?? name, `${own.get(name)}${role}`])]))
}

/** Whoever already has the name that it would be given keeps it; among the others the order of their own names decides. */
function plainestFirst<T extends { readonly name: string }>(
  items: readonly T[],
  readable: ReadonlyMap<string, string>,
) {
  const rank = ({ name }: T) => (readable.get(name) === name ? 0 : 1)
  return [...items].sort((a, b) => rank(a) - rank(b) || compareText(a.name, b.name))
}

const fileNamespace = () => new Namespace([], { ignoreCase: true })

/** What a module may be called: its main name in kebab-case; long ones are cut. */
function fileNames(name: string, role: string): readonly string[] {
  const stem = kebabCase(name)
    .slice(0, 80)
    .replace(/[-\ud800-\udbff]+$/, '')
  return isPortableFileName(`${stem}.ts`) ? [stem, `${stem}-${role}`] : [`${stem}-${role}`]
}
