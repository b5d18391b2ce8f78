import {
  type Channel,
  type Contract,
  type ContractEvent,
  type Parameter,
  referenceIn,
  type Schema,
} from '@tidings/contract'

/** A channel that an event is sent to, with the parameters whose values the event itself does not give. */
export interface SendChannel {
  readonly channel: Channel
  readonly missing: readonly Parameter[]
}

/**
 * The channels that an event is sent to, sorted by id: those with a `send` operation, else those of which no operation
 * speaks.
 */
export function sendChannels(event: ContractEvent, contract: Contract): readonly SendChannel[] {
  const channels = contract.channels.filter(({ id }) => event.channels.includes(id))
  const sent = channels.filter(({ id }) => ['send', 'both'].includes(actionOf(event, id, contract) ?? ''))
  const chosen = sent.length > 0 ? sent : channels.filter(({ id }) => actionOf(event, id, contract) === undefined)
  return chosen.map((channel) => ({
    channel,
    missing: channel.parameters.filter((each) => !isGiven(each, event, contract)),
  }))
}

/** Whether `publish` must be told where the event goes. */
export const needsDestination = (channels: readonly SendChannel[]): boolean =>
  channels.length > 1 || channels.some(({ missing }) => missing.length > 0)

/** What the application does with an event on a channel; `undefined` where its operations do not say. */
export function actionOf(
  event: ContractEvent,
  channel: string,
  { operations }: Contract,
): 'send' | 'receive' | 'both' | undefined {
  const actions = new Set(
    operations.filter((each) => each.channel === channel && each.events.includes(event.id)).map(({ action }) => action),
  )
  return actions.size === 2 ? 'both' : [...actions][0]
}

/** Whether every instance of an event holds a parameter's value. */
export function isGiven({ location }: Parameter, event: ContractEvent, contract: Contract): boolean {
  if (location === undefined || location.path.length === 0) return false
  const schema = location.in === 'payload' ? event.payload : event.headers
  return alwaysHolds(schema, location.path, contract, new Set())
}

const textual: readonly unknown[] = ['string', 'integer', 'number', 'boolean']

function alwaysHolds(
  schema: Schema | undefined,
  path: readonly string[],
  contract: Contract,
  seen: ReadonlySet<string>,
): boolean {
  if (typeof schema !== 'object') return false
  const name = referenceIn(schema)
  if (name !== undefined) {
    if (seen.has(name)) return false
    const target = contract.schemas.find((each) => each.name === name)
    return alwaysHolds(target?.schema, path, contract, new Set([...seen, name]))
  }
  if ((schema.allOf ?? []).some((part) => alwaysHolds(part, path, contract, seen))) return true
  const [property, ...rest] = path
  if (property === undefined)
    return textual.includes(schema.type) || typeof schema.const === 'string' || isTextEnum(schema)
  if (!schema.required?.includes(property) || !Object.hasOwn(schema.properties ?? {}, property)) return false
  return alwaysHolds(schema.properties?.[property], rest, contract, new Set())
}

const isTextEnum = ({ enum: values = [] }: { readonly enum?: readonly unknown[] }) =>
  values.length > 0 && values.every((value) => typeof value === 'string')
