import { describeError } from '../delivery/describe-error.js'
import type { Circumstances } from '../delivery/facts.js'
import type { Message } from '../message/message.js'
import type { Outgoing } from '../transport/transport.js'
import type { Attributes } from './client.js'

/** Where messages go or come from. */
export interface Destination {
  /** Absent for messages that share no more than the family. */
  readonly address?: string | undefined
  /** With parameters in braces, where it has some. */
  readonly family?: string | undefined
}

export const destinationOf = ({ place: { address, family } }: Outgoing): Destination => ({ address, family })

export const originOf = ({ holding, family }: Circumstances): Destination => ({
  address: holding.place.address,
  family,
})

/** What all of them share. */
export function sharedDestination(all: readonly Destination[]): Destination {
  const shared = (member: keyof Destination) => {
    const first = all[0]?.[member]
    return all.every((each) => each[member] === first) ? first : undefined
  }
  return { address: shared('address'), family: shared('family') }
}

/** Of few values, as labels are. */
export function spanName(operation: string, { family, address }: Destination): string {
  const destination = family ?? address
  return destination === undefined ? operation : `${operation} ${destination}`
}

export type OperationType = 'create' | 'send' | 'receive' | 'process' | 'settle'

/** What each span and most metrics tell. Systems that the conventions know by another name than ours get that. */
export const operationAttributes = (transport: string, operation: string, type?: OperationType): Attributes => ({
  'messaging.system': transport === 'postgres' ? 'postgresql' : transport,
  'messaging.operation.name': operation,
  ...(type !== undefined && { 'messaging.operation.type': type }),
})

/** For spans: addresses as they are. */
export const destinationAttributes = ({ address, family }: Destination): Attributes => ({
  ...(address !== undefined && { 'messaging.destination.name': address }),
  ...(family !== undefined && { 'messaging.destination.template': family }),
})

/** For metrics: no address of which there is one for each order. */
export function destinationLabels({ address, family }: Destination): Attributes {
  if (family !== undefined) return { 'messaging.destination.template': family }
  return address === undefined ? {} : { 'messaging.destination.name': address }
}

export const subscriptionAttributes = (subscription: string): Attributes => ({
  'messaging.consumer.group.name': subscription,
})

export const batchAttributes = (count: number): Attributes => ({ 'messaging.batch.message_count': count })

/** Of one message: what it is, never what it says. */
export function messageAttributes(message: Pick<Message, 'attributes'> | undefined): Attributes {
  if (message === undefined) return {}
  const { id, source, type, specversion, subject, correlationid } = message.attributes
  return {
    'messaging.message.id': id,
    ...(typeof correlationid === 'string' && { 'messaging.message.conversation_id': correlationid }),
    'cloudevents.event_id': id,
    'cloudevents.event_source': source,
    'cloudevents.event_spec_version': specversion,
    'cloudevents.event_type': type,
    ...(subject !== undefined && { 'cloudevents.event_subject': subject }),
  }
}

export const sizeAttributes = (message: Message | undefined): Attributes => ({
  'messaging.message.body.size': message?.data?.byteLength ?? 0,
})

export const typeLabels = (message: Pick<Message, 'attributes'> | undefined): Attributes =>
  message === undefined ? {} : { 'cloudevents.event_type': message.attributes.type }

/** Of few values: the error's code, else its class. */
export function errorLabels(error: unknown): Attributes {
  const { code, name } = describeError(error)
  return { 'error.type': code ?? name }
}
