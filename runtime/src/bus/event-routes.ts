import type { Delivery } from '../delivery/delivery.js'
import type { Recipient, Route } from '../delivery/recipient.js'
import { MissingUpcaster } from '../error/missing-upcaster.js'
import { isSameClass } from '../event/brand.js'
import type { AnyEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import { locate } from '../event/locate.js'
import { upcastEvent, upcastPath } from '../event/upcast.js'
import type { Upcasting } from '../event/upcaster.js'

import type { Message } from '../message/message.js'
import type { Holding } from '../transport/holding.js'
import type { Source } from '../transport/place.js'
import { parameterReader } from './address-parameters.js'
import { decodeOnce } from './decode-once.js'

export interface EventRoutesOptions {
  readonly classes: readonly EventClass[]
  /** Where the messages of a class come from, with the whole templates of their addresses. */
  readonly sourcesOf: (eventClass: EventClass) => readonly RouteSource[]
  readonly upcasters: readonly Upcasting[]
  readonly mode: 'strict' | 'tolerant'
  readonly handle: (event: AnyEvent, delivery: Delivery) => unknown
}

export interface RouteSource extends Source {
  readonly template: string
}

/** Finds the class of a message by its type, and by its channel where one type has several. */
export class EventRoutes implements Recipient {
  readonly types: readonly string[]
  readonly #byType = new Map<string, readonly PlacedRoute[]>()

  /** Throws `MissingUpcaster` for all earlier versions that cannot be made into the ones asked for. */
  constructor({ classes, sourcesOf, upcasters, mode, handle }: EventRoutesOptions) {
    const missing: string[] = []
    const add = (wire: EventClass, path: readonly Upcasting[]) => {
      const route = placedRoute(wire, path, sourcesOf(wire), mode, handle)
      this.#byType.set(wire.type, [...(this.#byType.get(wire.type) ?? []), route])
    }
    for (const eventClass of classes) add(eventClass, [])
    for (const wanted of classes) {
      for (const earlier of wanted.descriptor.earlier ?? []) {
        if (classes.some((other) => isSameClass(other.descriptor, earlier.descriptor))) continue
        const path = upcastingPathOr(earlier, wanted, upcasters, missing)
        if (path !== undefined) add(earlier, path)
      }
    }
    if (missing.length > 0) throw new MissingUpcaster(missing)
    this.types = [...this.#byType.keys()]
  }

  routeOf(message: Message, { place }: Holding): Route | undefined {
    const routes = this.#byType.get(message.attributes.type)
    if (routes === undefined || routes.length === 1) return routes?.[0]?.route
    return routes.find(({ takes }) => takes(place.address, place.application))?.route
  }

  familyOf(address: string): string | undefined {
    for (const routes of this.#byType.values()) {
      for (const { familyOf } of routes) {
        const family = familyOf(address)
        if (family !== undefined) return family
      }
    }
    return undefined
  }
}

interface PlacedRoute {
  readonly familyOf: (address: string) => string | undefined
  readonly takes: (address: string, application: string | undefined) => boolean
  readonly route: Route
}

function placedRoute(
  wire: EventClass,
  path: readonly Upcasting[],
  sources: readonly RouteSource[],
  mode: 'strict' | 'tolerant',
  handle: (event: AnyEvent, delivery: Delivery) => unknown,
): PlacedRoute {
  const readers = sources.map(({ template, application, family }) => ({
    read: parameterReader(template),
    application,
    family,
  }))
  const { key } = wire.descriptor
  return {
    familyOf: (address) =>
      readers.find(({ read, family }) => family !== undefined && read(address) !== undefined)?.family,
    takes: (address, application) =>
      readers.some((reader) => reader.application === application && reader.read(address) !== undefined),
    route: {
      decode(message) {
        const sent = decodeOnce(wire, message, mode)
        return { event: path.length === 0 ? sent : upcastEvent(sent, path, mode), sent }
      },
      keyOf: ({ sent }) => key && locate(key, sent),
      parametersOf(address) {
        for (const { read } of readers) {
          const parameters = read(address)
          if (parameters !== undefined) return parameters
        }
        return {}
      },
      handle,
    },
  }
}

function upcastingPathOr(
  earlier: EventClass,
  wanted: EventClass,
  upcasters: readonly Upcasting[],
  missing: string[],
): readonly Upcasting[] | undefined {
  const path = upcastPath(earlier, wanted, upcasters)
  if (path === undefined) missing.push(`${nameOf(earlier)} to ${nameOf(wanted)}`)
  return path
}

const nameOf = ({ descriptor: { name, version } }: EventClass) => (version === undefined ? name : `${name} ${version}`)
