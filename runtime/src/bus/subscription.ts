import { type DeliveryOptions, type DeliveryPolicy, deliveryPolicy, policyProblems } from '../delivery/policy.js'
import { InvalidSubscription } from '../error/invalid-subscription.js'
import type { EventClass } from '../event/event-class.js'
import { isAddressFamily } from '../transport/match-address.js'
import { fillSome, parametersIn } from './address-parameters.js'
import type { HandlerCall } from './call-handler.js'
import type { RouteSource } from './event-routes.js'
import { addressOf, placeBindings, placeFor } from './place-of.js'
import type { ChannelChoice, SubscribeOptions } from './subscribe-options.js'

/** A subscription as it was asked for, judged as far as that needs no transport. */
export interface Subscription {
  readonly name: string
  readonly classes: readonly EventClass[]
  readonly options: SubscribeOptions
  readonly policy: DeliveryPolicy
  readonly handle: HandlerCall
}

/** Throws `InvalidSubscription`. */
export function createSubscription(
  name: string,
  events: EventClass | readonly EventClass[],
  handle: HandlerCall,
  options: SubscribeOptions,
  defaults: DeliveryOptions | undefined,
): Subscription {
  if (typeof name !== 'string' || name === '') throw new InvalidSubscription(String(name), 'it needs a name')
  if (/\0|\p{Surrogate}/u.test(name)) {
    throw new InvalidSubscription(name, 'brokers take no name with a NUL character or half of a surrogate pair')
  }
  const classes = [events].flat() as readonly EventClass[]
  const broken = classes.find((eventClass) => eventClass?.descriptor === undefined)
  if (classes.length === 0 || broken !== undefined) {
    throw new InvalidSubscription(name, 'it needs an event class, or several, as generated from a contract')
  }
  const policy = deliveryPolicy(options, defaults)
  const problems = policyProblems(policy)
  if (problems.length > 0) throw new InvalidSubscription(name, problems.join('; '))
  const subscription = { name, classes, options, policy, handle }
  for (const choice of choicesOf(options)) checkChoice(subscription, choice)
  for (const eventClass of classes) {
    if (sourcesOf(subscription, eventClass, undefined).length > 0) continue
    const where = options.from === undefined ? 'no channel of the contract' : 'none of the channels given as from'
    throw new InvalidSubscription(name, `${where} carries ${eventClass.descriptor.name}`)
  }
  return subscription
}

/** Where the events of one of its classes come from; on one server's transport, where one is given. */
export function sourcesOf(
  { options }: Pick<Subscription, 'options'>,
  { descriptor }: EventClass,
  application: string | undefined,
  isCarried: (servers: readonly string[] | undefined) => boolean = () => true,
): readonly RouteSource[] {
  const choices = choicesOf(options)
  return Object.entries(descriptor.channels)
    .filter(([, { servers }]) => isCarried(servers))
    .flatMap(([id, channel]) => {
      const template = addressOf(id, channel)
      const chosen = choices.length === 0 ? [{ channel: id }] : choices.filter((choice) => choice.channel === id)
      return chosen.map(({ parameters = {} }: ChannelChoice) => ({
        ...placeFor(fillSome(template, parameters), template, descriptor, application),
        ...placeBindings(channel, 'receive'),
        channel: id,
        template,
      }))
    })
}

/** Whether it takes all values of some parameter. */
export const takesFamilies = (sources: readonly RouteSource[]): RouteSource | undefined =>
  sources.find(({ address }) => isAddressFamily(address))

const choicesOf = ({ from }: SubscribeOptions): readonly ChannelChoice[] => (from === undefined ? [] : [from].flat())

function checkChoice({ name, classes }: Subscription, { channel, parameters = {} }: ChannelChoice): void {
  const templates = classes
    .map(({ descriptor: { channels } }) => (Object.hasOwn(channels, channel) ? channels[channel] : undefined))
    .filter((found) => found !== undefined)
    .map((found) => addressOf(channel, found))
  if (templates.length === 0) throw new InvalidSubscription(name, `channel ${channel} carries none of its events`)
  for (const parameter of Object.keys(parameters)) {
    if (templates.some((template) => parametersIn(template).includes(parameter))) continue
    throw new InvalidSubscription(name, `the address of channel ${channel} has no parameter ${parameter}`)
  }
}
