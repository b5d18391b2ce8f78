import type { Bindings, Channel, Contract, ContractEvent, Json, Operation } from '@tidings/contract'

/** What the contract's bindings say of an event's way over a channel; `undefined` where they say nothing. */
export function channelBindings(channel: Channel, event: ContractEvent, contract: Contract): Json | undefined {
  const operations = contract.operations.filter((each) => each.channel === channel.id && each.events.includes(event.id))
  const by = (action: Operation['action']) =>
    mergedBindings(operations.filter((each) => each.action === action).map(({ bindings }) => bindings))
  const said = filled({ channel: mergedBindings([channel.bindings]), send: by('send'), receive: by('receive') })
  return Object.keys(said).length === 0 ? undefined : said
}

/** What they say to brokers. Where several speak of one setting, the first does. */
export function mergedBindings(bindings: readonly (Bindings | undefined)[]): { readonly [protocol: string]: Json } {
  const protocols: Record<string, Json> = Object.create(null)
  for (const each of bindings) {
    for (const [protocol, settings] of Object.entries(each ?? {})) {
      if (isObject(settings) && !unbrokered.has(protocol))
        protocols[protocol] = { ...settings, ...Object(protocols[protocol]) }
    }
  }
  return Object.fromEntries(Object.entries(protocols).filter(([, settings]) => saysSomething(settings)))
}

/** Protocols without a broker: no transport looks at them, and whole schemas stand in their bindings. */
const unbrokered: ReadonlySet<string> = new Set(['http', 'ws'])

/** A protocol's name and version alone ask for nothing. */
const saysSomething = (settings: Json): boolean => Object.keys(Object(settings)).some((key) => key !== 'bindingVersion')

const filled = (levels: Readonly<Record<string, Json>>): { readonly [level: string]: Json } =>
  Object.fromEntries(Object.entries(levels).filter(([, protocols]) => Object.keys(Object(protocols)).length > 0))

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
