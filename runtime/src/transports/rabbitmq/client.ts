import type { Duplex } from 'node:stream'
// The one place that knows the AMQP client.
import {
  type ChannelModel,
  type ConfirmChannel,
  type MessageProperties,
  type Options,
  connect as open,
  type SocketOptions,
} from 'amqplib'
import { gather } from './gather.js'

export type {
  Channel,
  ChannelModel,
  ConfirmChannel,
  ConsumeMessage,
  Message,
  MessageProperties,
  SocketOptions,
} from 'amqplib'

/** As the client does, but what it sends in one turn goes out together. */
export async function connect(address: Options.Connect, options: SocketOptions): Promise<ChannelModel> {
  const model = await open(address, options)
  const { stream } = insidesOf(model)
  if (stream !== undefined) gather(stream)
  return model
}

/** Where a message goes, as `basic.publish` has it. */
export interface Target {
  /** By its name; empty for the one that leads to each queue by its own. */
  readonly exchange: string
  readonly routingKey: string
  /** Whether there must be a queue that takes it. */
  readonly mandatory: boolean
}

/** What stands beside a message's content. What is undefined is left out. */
export type Properties = Partial<Omit<MessageProperties, 'headers'>> & {
  readonly headers: Readonly<Record<string, unknown>>
}

/**
 * Publishes as the client's own `publish` does, which makes the headers the prototype of an object of its own before:
 * that takes longer than to write them. A client that has other insides publishes in its own way.
 */
export function publish(
  channel: ConfirmChannel,
  target: Target,
  properties: Properties,
  content: Buffer,
  confirmed: (error: Error | null) => void,
): boolean {
  const inside: Partial<ChannelInsides> = channel as object
  if (inside.sendMessage === undefined || inside.pushConfirmCallback === undefined) {
    const { exchange, routingKey, mandatory } = target
    return channel.publish(exchange, routingKey, content, { ...properties, mandatory }, confirmed)
  }
  const mayGoOn = inside.sendMessage(target, properties, content)
  inside.pushConfirmCallback(confirmed)
  return mayGoOn
}

/** The number that AMQP 0-9-1 gives a refusal, where it is one. */
export const replyCode = (error: unknown): number | undefined => {
  const code = error instanceof Error ? (error as { readonly code?: unknown }).code : undefined
  return typeof code === 'number' ? code : undefined
}

/** Those that we tell apart. */
export const replies = { refused: 403, notFound: 404, locked: 405, precondition: 406 } as const

/** The broker's own words of a refusal, without those of the client around it. */
export const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error)
  return /with message "(.*)"$/s.exec(text)?.[1] ?? text
}

/**
 * Leaves without a word, since nobody listens; the client itself would wait for an answer. Its heart would beat on, and
 * in the end tell of its death as an error, which ends the process when nobody listens to that either.
 */
export function drop(model: ChannelModel): void {
  model.on('error', () => {})
  const { stream, heartbeater } = insidesOf(model)
  heartbeater?.clear()
  stream?.destroy()
}

interface ChannelInsides {
  sendMessage(fields: Target, properties: Properties, content: Buffer): boolean
  pushConfirmCallback(confirmed: (error: Error | null) => void): void
}

interface Insides {
  readonly stream?: Duplex
  readonly heartbeater?: { clear(): void } | null
}

/** What the client does not show. */
const insidesOf = (model: ChannelModel) => model.connection as unknown as Insides
