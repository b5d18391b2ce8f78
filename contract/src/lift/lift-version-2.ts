import { entriesOf, type Reading } from '../contract/reading.js'
import {
  emptyObject,
  isArray,
  isObject,
  type JsonObject,
  type JsonTree,
  objectAt,
  stringAt,
} from '../source/json-tree.js'
import type { Lifted, LiftedChannel, LiftedMessage, LiftedOperation, LiftedParameter, LiftedServer } from './lifted.js'
import { inAddressOrder } from './parameters.js'
import { applyTraits } from './traits.js'

/** In 2.x the verbs tell what others do: who publishes to the application is received from. */
const actions = { publish: 'receive', subscribe: 'send' } as const

export function liftVersion2(root: JsonObject, reading: Reading): Lifted {
  const operations: LiftedOperation[] = []
  const channels = entriesOf(root['channels'], reading).map(([address, value]): LiftedChannel => {
    const messages: LiftedMessage[] = []
    for (const [verb, action] of Object.entries(actions)) {
      const raw = reading.references.follow(value[verb])
      if (!isObject(raw)) continue
      const operation = applyTraits(raw, 2, reading)
      const sent = messagesOf(operation['message'], reading)
      messages.push(...sent)
      const name = stringAt(operation, 'operationId')
      operations.push({
        id: name ?? `${action}/${address}`,
        ...(name === undefined ? {} : { name }),
        action,
        channel: address,
        messages: sent.map(({ message }) => message),
        value: operation,
      })
    }
    return {
      id: address,
      address,
      servers: isArray(value['servers']) ? value['servers'].filter((id) => typeof id === 'string') : [],
      parameters: inAddressOrder(
        address,
        entriesOf(value['parameters'], reading).map(([name, parameter]) => liftParameter(name, parameter, reading)),
        (name) => ({ name, value: reading.whereabouts.adopt(emptyObject(), value) }),
      ),
      messages,
      value,
    }
  })
  return {
    servers: entriesOf(root['servers'], reading).map(([id, value]) => liftServer(id, value)),
    channels,
    operations,
    components: entriesOf(objectAt(root, 'components')?.['messages'], reading).flatMap(([, message]) =>
      messagesOf(message, reading),
    ),
  }
}

function messagesOf(value: JsonTree | undefined, reading: Reading): LiftedMessage[] {
  const message = reading.references.follow(value)
  if (!isObject(message)) return []
  if (isArray(message['oneOf'])) return message['oneOf'].flatMap((one) => messagesOf(one, reading))
  const key = stringAt(message, 'messageId')
  return [{ message, ...(key === undefined ? {} : { key }) }]
}

/** In 3.x a parameter is always a string and has no schema: of the schema, `enum` and `default` remain. */
function liftParameter(name: string, value: JsonObject, reading: Reading): LiftedParameter {
  const schema = reading.references.follow(value['schema'])
  if (!isObject(schema)) return { name, value }
  const values = isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : undefined
  return {
    name,
    ...(values === undefined ? {} : { enum: values.filter(isScalar).map(String) }),
    ...(isScalar(schema['default']) ? { default: String(schema['default']) } : {}),
    value,
  }
}

function isScalar(value: JsonTree | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** `mqtt://broker.example.com:1883/v1` gives the host `broker.example.com:1883` and the path `/v1`. */
function liftServer(id: string, value: JsonObject): LiftedServer {
  const bare = (stringAt(value, 'url') ?? '').replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  const slash = bare.indexOf('/')
  if (slash < 0) return { id, host: bare, value }
  return { id, host: bare.slice(0, slash), pathname: bare.slice(slash), value }
}
