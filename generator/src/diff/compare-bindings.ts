import type { Bindings, Json, Origin } from '@tidings/contract'
import { type Change, change, type Pair } from './change.js'
import type { ComparedContract } from './compared-contract.js'

interface Bound {
  readonly origin: Origin
  readonly bindings?: Bindings
}

/** Settings of bindings by which events find their way, as the binding specifications of AsyncAPI name them. */
const routes: readonly RegExp[] = [
  /^kafka\.(topic|groupId|clientId)\b/,
  /^amqp\.(is|(queue|exchange)\.(name|type|vhost)|cc|bcc|replyTo)\b/,
  /^(ibmmq)\.(destinationType|(queue|topic)\.(objectName|string)|queueManager)\b/,
  /^(sns\.(name|topic\b.*)|sqs\.(queue|deadLetterQueue|queues\.\d+)\.name)$/,
  /^(jms|anypointmq)\.destination(Type)?$/,
  /^(jms\.destination|pulsar\.(namespace|tenant)|googlepubsub\.topic|nats\.queue|ws\.method|http\.(method|type))$/,
  /^solace\.destinations\.\d+\.(destinationType|(queue|topic)\.\w+)/,
  /^mqtt\.(clientId)$/,
]

const partitions = /^(kafka|pulsar)\.partitions$/

/** What changed in the bindings of a channel, operation, event or server. */
export function compareBindings(
  holder: string,
  pair: Pair<Bound>,
  before: ComparedContract,
  after: ComparedContract,
): Change[] {
  const [old, now] = [settingsOf(pair.before.bindings), settingsOf(pair.after.bindings)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((binding) => {
    const [was, is] = [old.get(binding), now.get(binding)]
    if (is === was) return []
    const tokens = ['bindings', ...binding.split('.')]
    const about = {
      place: after.places.ofOrigin(pair.after.origin, ...tokens),
      was: before.places.ofOrigin(pair.before.origin, ...tokens),
    }
    const rule = routes.some((route) => route.test(binding))
      ? 'binding-route-changed'
      : partitions.test(binding)
        ? 'partitions-changed'
        : 'binding-changed'
    return [change(rule, { holder, binding, is: is ?? 'not set', was: was ?? 'not set' }, about)]
  })
}

/** Each setting by its path, as text. The version of a binding says only how it is written. */
function settingsOf(bindings: Bindings | undefined): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  const collect = (value: Json, path: readonly string[]) => {
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
      settings.set(path.join('.'), JSON.stringify(value))
    } else
      for (const [key, inner] of Object.entries(value)) if (key !== 'bindingVersion') collect(inner, [...path, key])
  }
  for (const [protocol, settingsOfProtocol] of Object.entries(bindings ?? {})) collect(settingsOfProtocol, [protocol])
  return settings
}
