import type { Place, Source, SubscriptionPlace } from '../../transport/place.js'
import { groupOf, topicBindings } from './bindings.js'
import { encodeAddress, encodePart, named } from './names.js'
import type { Session } from './session.js'
import type { WantedTopic } from './topics.js'

type Located = Pick<Place | Source, 'address' | 'application' | 'family' | 'bindings'>

/** The topic of a place or source: one for each channel, whatever its parameters. */
export function topicOf({ settings }: Session, place: Located & { readonly channel?: string }): WantedTopic {
  const { address, family = address, application } = place
  const { topic, partitions, replicas, configuration } = topicBindings(place)
  const text = topic ?? encodeAddress(family)
  const name = application === undefined ? text : `tidings.domain.${encodePart(application)}.${text}`
  const what = `channel ${place.channel ?? family}`
  return { name: named(settings.prefix, name), what, partitions, replicas, configuration }
}

/** Whether a topic holds more than one address, so that each message says its own. */
export const isShared = (place: Located): boolean =>
  (place.family ?? place.address) !== place.address ||
  /\{[^{}]+\}/.test(place.address) ||
  topicBindings(place).topic !== undefined

/** The dead letters of one application: the last word on each of them stays. */
export function deadLetterTopic({ settings, application }: Session): WantedTopic {
  return {
    name: named(settings.prefix, `tidings.dead.${encodePart(application)}`),
    what: `the dead letters of ${whose(application)}`,
    partitions: 1,
    configuration: {
      'cleanup.policy': 'compact',
      'max.message.bytes': String(roomFor(settings.maxPayload)),
      'segment.ms': '3600000',
      'min.cleanable.dirty.ratio': '0.1',
    },
  }
}

/** What was redriven, of all of an application's subscriptions; each takes what is its own. */
export function redrivenTopic({ settings, application }: Session): WantedTopic {
  return {
    name: named(settings.prefix, `tidings.redriven.${encodePart(application)}`),
    what: `the redriven dead letters of ${whose(application)}`,
    partitions: 1,
    configuration: { 'max.message.bytes': String(roomFor(settings.maxPayload)), 'retention.ms': '-1' },
  }
}

/** The consumer group of a subscription. */
export function groupOfSubscription({ settings }: Session, place: SubscriptionPlace): string {
  const first = groupOf(place) ?? encodePart(place.application ?? '')
  return named(settings.prefix, `${first}.${encodePart(place.name)}`)
}

const whose = (application: string) => (application === '' ? 'applications without a name' : application)

/** Others write what is larger than our own limit, and what befell it is told beside it. */
const roomFor = (maxPayload: number) => Math.max(16 * 1024 * 1024, 2 * maxPayload)
