import type { Intake } from '../transport/intake.js'
import type { Connection, Transport } from '../transport/transport.js'

/** What a transport does, changed here and there: to prove what is done about a failure of it. */
export interface Interception {
  readonly connect?: (connect: Transport['connect']) => Transport['connect']
  readonly connection?: (original: Connection) => Partial<Connection>
  readonly intake?: (original: Intake) => Partial<Intake>
}

export function intercept(transport: Transport, { connect, connection, intake }: Interception): Transport {
  const connecting = transport.connect.bind(transport)
  const begin = connect?.(connecting) ?? connecting
  return {
    name: transport.name,
    features: transport.features,
    async connect(options) {
      const original = await begin(options)
      const changed = over(original, connection?.(original))
      if (intake === undefined) return changed
      return over(changed, {
        open: async (place) => {
          const opened = await changed.open(place)
          return over(opened, intake(opened))
        },
      })
    },
  }
}

/** Some of its members changed; the rest still work on what they were made for. */
export function over<T extends object>(original: T, changes: Partial<T> = {}): T {
  return new Proxy(original, {
    get(target, property) {
      if (Object.hasOwn(changes, property)) return Reflect.get(changes, property)
      const value = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
