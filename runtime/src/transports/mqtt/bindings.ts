import { bindingsFor, settingsFor } from '../../transport/bindings.js'
import { BindingsNotice } from '../../transport/bindings-notice.js'
import type { Place, Source } from '../../transport/place.js'
import type { Server } from '../../transport/server.js'

const protocols = ['mqtt5', 'mqtt'] as const

/** What AsyncAPI's MQTT bindings (0.2.0) say of sending that has a meaning here. */
export interface SendSettings {
  /** The broker keeps the last message of the topic, for whoever subscribes later. */
  readonly retain: boolean
  /** Seconds, after which the broker forgets it, handled or not. */
  readonly messageExpiryInterval: number | undefined
}

export function sendSettings({ bindings }: Pick<Place, 'bindings'>): SendSettings {
  if (bindings === undefined) return { retain: false, messageExpiryInterval: undefined }
  const { retain, messageExpiryInterval } = bindingsFor(bindings, ...protocols).operation
  return {
    retain: retain === true,
    messageExpiryInterval: isSeconds(messageExpiryInterval) ? messageExpiryInterval : undefined,
  }
}

/** What AsyncAPI's MQTT bindings (0.2.0) say of a server that has a meaning here. */
export interface ServerSettings {
  readonly keepAliveMs: number | undefined
  readonly sessionExpirySeconds: number | undefined
}

export function serverSettings(server: Server | undefined): ServerSettings {
  const { keepAlive, sessionExpiryInterval } = settingsFor(server?.bindings, ...protocols)
  return {
    keepAliveMs: isSeconds(keepAlive) ? keepAlive * 1_000 : undefined,
    sessionExpirySeconds: isSeconds(sessionExpiryInterval) ? sessionExpiryInterval : undefined,
  }
}

/** Tells, once for each channel and direction, what of its bindings is not used. */
export class MqttBindings {
  readonly #honouring: BindingsNotice
  readonly #otherQos: BindingsNotice
  readonly #warn: (warning: Error) => void
  /** Of which nothing more is to be told. */
  readonly #told = new WeakSet<Place>()

  constructor(warn: (warning: Error) => void) {
    const honoured = ['retain', 'messageExpiryInterval']
    const instead = { qos: 'events travel with QoS 1, at least once' }
    this.#warn = warn
    this.#honouring = new BindingsNotice({ protocols, honoured: { operation: [...honoured, 'qos'] }, warn })
    this.#otherQos = new BindingsNotice({ protocols, honoured: { operation: honoured }, instead, warn })
  }

  connectedTo(server: Server | undefined): void {
    const { keepAliveMs, sessionExpirySeconds } = serverSettings(server)
    const honoured = [
      ...(keepAliveMs === undefined ? [] : ['keepAlive']),
      ...(sessionExpirySeconds === undefined ? [] : ['sessionExpiryInterval']),
    ]
    const instead = {
      keepAlive: 'a whole number of seconds is expected',
      sessionExpiryInterval: 'a whole number of seconds is expected',
      clientId: 'each session of a subscription has its own',
      cleanSession: 'the sessions of subscriptions outlive their connections',
      lastWill: 'by their wills instances learn which of them vanished',
    }
    new BindingsNotice({ protocols, honoured: { server: honoured }, instead, warn: this.#warn }).connectedTo(server)
  }

  receivedFrom(source: Source): void {
    this.#noticeFor(source).receivedFrom(source)
  }

  sentTo(place: Place): void {
    if (this.#told.has(place)) return
    this.#told.add(place)
    this.#noticeFor(place).sentTo(place)
  }

  #noticeFor({ bindings = {} }: Pick<Place, 'bindings'>): BindingsNotice {
    const { qos = 1 } = bindingsFor(bindings, ...protocols).operation
    return qos === 1 ? this.#honouring : this.#otherQos
  }
}

/** MQTT 5.0, section 3.3.2.3.3: four bytes. */
const isSeconds = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 0xffff_ffff
