import { percentEncode } from '../../message/percent.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { type MqttHolding, placeProperties } from './holding.js'
import { isLasting, own } from './property-names.js'
import { packetOf } from './publication.js'
import { publish } from './publish.js'
import type { Session } from './session.js'
import { type MqttWire, publicationOf } from './wire.js'

/** Where one subscription alone gets what comes again. */
export const redrivenTopic = ({ topics }: Session, application: string | undefined, subscription: string): string =>
  topics.own('redriven', application ?? '', subscription)

/** Gives a message back to its subscription, to another of its sessions; it is still held here until it is settled. */
export async function passOn(
  session: Session,
  holding: MqttHolding,
  { application, name }: SubscriptionPlace,
  other: number,
): Promise<void> {
  const { wire, redrives } = holding
  const told = { ...placeProperties(holding), [own.session]: other, ...(redrives > 0 && { [own.redrives]: redrives }) }
  const again: MqttWire = { ...wire, properties: [...lasting(wire), ...written(told)] }
  await publish(session, packetOf(publicationOf(redrivenTopic(session, application, name), again)))
}

/** What the message had itself. */
export const lasting = ({ properties }: MqttWire): MqttWire['properties'] =>
  properties.filter(([name]) => isLasting(name))

/** Properties of our own. */
export const written = (told: Readonly<Record<string, string | number | undefined>>): MqttWire['properties'] =>
  Object.entries(told).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, percentEncode(String(value))] as const],
  )
