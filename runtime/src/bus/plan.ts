import { InvalidSubscription } from '../error/invalid-subscription.js'
import type { EventClass } from '../event/event-class.js'
import type { Upcasting } from '../event/upcaster.js'
import type { Inbox } from '../inbox/inbox.js'
import { mergeBindings } from '../transport/bindings.js'
import type { SubscriptionPlace } from '../transport/place.js'
import { checkCapabilities } from './capabilities.js'
import { EventRoutes, type RouteSource } from './event-routes.js'
import { handleOnce } from './handle-once.js'
import type { Link } from './link.js'
import { type Subscription, sourcesOf } from './subscription.js'

/** A subscription, and what its transports are asked for. */
export interface Plan {
  readonly subscription: Subscription
  readonly routes: EventRoutes
  readonly places: readonly { readonly link: Link; readonly place: SubscriptionPlace }[]
}

/** Throws where a transport or an upcaster is missing, or a transport cannot do what is asked for. */
export function planSubscription(
  subscription: Subscription,
  links: readonly Link[],
  application: string | undefined,
  upcasters: readonly Upcasting[],
  inbox: Inbox | undefined,
): Plan {
  const { name, classes, options, policy, handle } = subscription
  const routes = new EventRoutes({
    classes,
    sourcesOf: (eventClass) => sourcesOf(subscription, eventClass, application),
    upcasters,
    mode: options.validate ?? 'strict',
    handle: inbox === undefined ? handle : handleOnce(handle, inbox, application),
  })
  const places = links.flatMap((link) => {
    const sources = sourcesOn(link, subscription, application)
    if (sources.length === 0) return []
    checkCapabilities(subscription, sources, link.transport)
    checkApplication(subscription, link, application)
    const place: SubscriptionPlace = {
      name,
      ...(application !== undefined && { application }),
      sources: sources.map(({ template, ...source }) => source),
      types: routes.types,
      order: policy.order,
      start: options.start ?? 'now',
      prefetch: policy.prefetch,
      maxDeliveries: policy.maxDeliveries,
    }
    return [{ link, place }]
  })
  if (places.length > 0) return { subscription, routes, places }
  throw new InvalidSubscription(name, `none of the servers ${links.map(({ server }) => server).join(', ')} carries it`)
}

/** Of all versions, each place once. */
function sourcesOn(link: Link, subscription: Subscription, application: string | undefined): readonly RouteSource[] {
  const versions = subscription.classes.flatMap((each): EventClass[] => [each, ...(each.descriptor.earlier ?? [])])
  const sources = versions.flatMap((each) =>
    sourcesOf(subscription, each, application, (servers) => link.carries(servers)),
  )
  const places = new Map<string, RouteSource>()
  for (const source of sources) {
    const place = `${source.application ?? ''} ${source.address}`
    places.set(place, withBindingsOf(source, places.get(place)))
  }
  return [...places.values()]
}

/** The events of one channel may be received by several operations. */
function withBindingsOf(source: RouteSource, earlier: RouteSource | undefined): RouteSource {
  if (earlier?.bindings === undefined) return source
  return { ...source, bindings: mergeBindings(earlier.bindings, source.bindings) }
}

function checkApplication({ name, classes }: Subscription, { transport }: Link, application: string | undefined): void {
  if (application !== undefined || !transport.features.shared) return
  const domain = classes.find(({ descriptor }) => descriptor.kind === 'domain')
  if (domain === undefined) return
  const why = `${domain.descriptor.name} is a domain event and ${transport.name} is shared with others`
  throw new InvalidSubscription(name, `${why}; give createBus({ application })`)
}
