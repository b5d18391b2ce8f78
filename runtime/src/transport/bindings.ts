/** AsyncAPI bindings by protocol, as they stand in the contract: `{ kafka: { partitions: 3 } }`. */
export type Bindings = Readonly<Record<string, unknown>>

/** What the contract's bindings say of a place. */
export interface PlaceBindings {
  /** Those of the channel. */
  readonly channel?: Bindings
  /** Those of the operation by which the application sends to the place, or receives from it. */
  readonly operation?: Bindings
}

/** The settings of one protocol. */
export interface ProtocolBindings {
  readonly channel: Readonly<Record<string, unknown>>
  readonly operation: Readonly<Record<string, unknown>>
}

/**
 * What a place's bindings say to one protocol. Where it goes by several names (`mqtt5`, `mqtt`), the first that says
 * something of a setting wins. What is no object says nothing.
 */
export function bindingsFor({ channel, operation }: PlaceBindings, ...protocols: readonly string[]): ProtocolBindings {
  return { channel: settingsFor(channel, ...protocols), operation: settingsFor(operation, ...protocols) }
}

/** The same of one object's bindings. */
export function settingsFor(
  bindings: Bindings = {},
  ...protocols: readonly string[]
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(protocols.toReversed().flatMap((protocol) => entriesOf(bindings, protocol)))
}

const entriesOf = (bindings: Bindings, protocol: string): readonly (readonly [string, unknown])[] => {
  const value = Object.hasOwn(bindings, protocol) ? bindings[protocol] : undefined
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

/** What both say; where they differ, the first rules. */
export function mergeBindings(first: PlaceBindings | undefined, other: PlaceBindings | undefined): PlaceBindings {
  const levels = (['channel', 'operation'] as const).flatMap((level) => {
    const [ours = {}, theirs = {}] = [first?.[level], other?.[level]]
    const protocols = Object.keys({ ...theirs, ...ours }).map((protocol) => [
      protocol,
      Object.fromEntries([...entriesOf(theirs, protocol), ...entriesOf(ours, protocol)]),
    ])
    return protocols.length === 0 ? [] : [[level, Object.fromEntries(protocols)] as const]
  })
  return Object.fromEntries(levels)
}
