import { bindingsFor, type PlaceBindings } from '../../transport/bindings.js'
import { BindingsNotice } from '../../transport/bindings-notice.js'
import type { Place, Source, SubscriptionPlace } from '../../transport/place.js'
import type { Server } from '../../transport/server.js'

/** What AsyncAPI's Kafka bindings (0.5.0) say of a channel's topic. */
export interface TopicBindings {
  readonly topic: string | undefined
  readonly partitions: number | undefined
  readonly replicas: number | undefined
  /** Kafka's own names and values. */
  readonly configuration: Readonly<Record<string, string>>
}

export function topicBindings({ bindings = {} }: { readonly bindings?: PlaceBindings }): TopicBindings {
  const { topic, partitions, replicas, topicConfiguration } = bindingsFor(bindings, 'kafka').channel
  return {
    topic: typeof topic === 'string' && topic !== '' ? topic : undefined,
    partitions: typeof partitions === 'number' ? partitions : undefined,
    replicas: typeof replicas === 'number' ? replicas : undefined,
    configuration: Object.fromEntries(
      Object.entries(Object(topicConfiguration)).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : String(value),
      ]),
    ),
  }
}

/** Of several sources that say it, the first rules. */
export const groupOf = ({ sources }: Pick<SubscriptionPlace, 'sources'>): string | undefined =>
  firstText(sources, 'groupId')

export const clientOf = ({ sources }: Pick<SubscriptionPlace, 'sources'>): string | undefined =>
  firstText(sources, 'clientId')

function firstText(sources: readonly Source[], name: 'groupId' | 'clientId'): string | undefined {
  for (const { bindings = {} } of sources) {
    const text = onlyText(bindingsFor(bindings, 'kafka').operation[name])
    if (text !== undefined) return text
  }
  return undefined
}

/** It is a schema; of use is one that a single text fits. */
function onlyText(schema: unknown): string | undefined {
  if (typeof schema === 'string') return schema === '' ? undefined : schema
  const { const: only, enum: values, default: otherwise } = Object(schema)
  const text = only ?? (Array.isArray(values) && values.length === 1 ? values[0] : otherwise)
  return typeof text === 'string' && text !== '' ? text : undefined
}

const channel = ['topic', 'partitions', 'replicas', 'topicConfiguration']

/** Tells what is not used. */
export class KafkaBindings {
  readonly #received: BindingsNotice
  readonly #sent: BindingsNotice
  readonly #warn: (warning: Error) => void

  constructor(warn: (warning: Error) => void) {
    this.#warn = warn
    this.#received = new BindingsNotice({
      protocols: ['kafka'],
      honoured: { channel, operation: ['groupId', 'clientId'] },
      warn,
    })
    this.#sent = new BindingsNotice({
      protocols: ['kafka'],
      honoured: { channel },
      instead: {
        groupId: 'who sends is in no group',
        clientId: 'one producer sends for all operations; the transport has an option clientId',
      },
      warn,
    })
  }

  connectedTo(server: Server | undefined): void {
    this.#received.connectedTo(server)
  }

  receivedFrom(source: Source): void {
    this.#received.receivedFrom(source)
    const { operation } = bindingsFor(source.bindings ?? {}, 'kafka')
    for (const name of ['groupId', 'clientId']) {
      if (operation[name] === undefined || onlyText(operation[name]) !== undefined) continue
      const whose = `the operation by which ${source.channel ?? source.address} is received`
      this.#warn(new Error(`the kafka binding ${name} of ${whose} is not used: more than one text fits it`))
    }
  }

  sentTo(place: Place): void {
    this.#sent.sentTo(place)
  }
}
