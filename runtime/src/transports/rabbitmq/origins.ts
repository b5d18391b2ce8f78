import { remembered } from '../../message/remembered.js'
import type { Place, Source } from '../../transport/place.js'
import { addressIn, exchangeOf } from './routes.js'

/** Where what comes to a subscription was carried to. It comes from few exchanges, mostly by few routing keys. */
export class Origins {
  readonly #exchanges = new Map<string, Exchange>()

  constructor(sources: readonly Source[], prefix: string) {
    const names = new Set(sources.map((source) => exchangeOf(source, prefix).name))
    for (const name of names) {
      const own = sources.filter((source) => exchangeOf(source, prefix).name === name)
      this.#exchanges.set(
        name,
        remembered((routingKey) => ({ place: placeIn(own, routingKey) })),
      )
    }
  }

  /** `undefined` where it is none of the sources. */
  of(exchange: string, routingKey: string): Place | undefined {
    return this.#exchanges.get(exchange)?.(routingKey).place
  }
}

type Exchange = (routingKey: string) => { readonly place: Place | undefined }

function placeIn(sources: readonly Source[], routingKey: string): Place | undefined {
  for (const source of sources) {
    const address = addressIn(routingKey, source)
    if (address === undefined) continue
    const { application, family } = source
    return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
  }
  return undefined
}
