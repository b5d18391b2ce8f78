import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Given } from '../entry.js'
import { each, type Handle, type Line } from './way.js'

/** Packages of NestJS with which microservices run; the broker's client comes on top. */
export const nestPeers = {
  '@nestjs/common': '12.5.1',
  '@nestjs/core': '12.5.1',
  '@nestjs/microservices': '12.1.1',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.2',
} as const

export interface NestOptions {
  readonly load: Given['load']
  readonly transport: 'RMQ' | 'KAFKA' | 'MQTT'
  /** What messages are told apart by; where it is a topic, too. */
  readonly pattern?: string
  /** Of the side that publishes. */
  readonly client: object
  /** Of the side that handles. */
  readonly server: object
  /** What is given to `emit`. */
  readonly payload?: (envelope: object) => unknown
  /** Where the handler has to acknowledge itself. */
  readonly acknowledge?: (context: never) => void
}

/** A microservice with one handler, and a client that emits; what is left at the broker is the caller's to say. */
export async function openNest(options: NestOptions): Promise<Pick<Line, 'publish' | 'consume' | 'close'>> {
  const { load, transport, client, pattern = 'order', payload = (envelope) => envelope } = options
  await load('reflect-metadata')
  const { ClientProxyFactory, Transport } = await load<Microservices>('@nestjs/microservices')
  const { lastValueFrom } = await load<{ lastValueFrom(observable: object, options: object): Promise<unknown> }>('rxjs')
  const sender = ClientProxyFactory.create({ transport: Transport[transport], options: client })
  await sender.connect()
  let service: Service | undefined
  return {
    publish: (orders) =>
      each(orders, ({ envelope }) =>
        lastValueFrom(sender.emit(pattern, payload(envelope)), { defaultValue: undefined }),
      ),
    async consume(handle) {
      service = await serve(options, handle)
    },
    async close() {
      await service?.close()
      await sender.close()
    },
  }
}

async function serve(options: NestOptions, handle: Handle): Promise<Service> {
  const { load, transport, server, pattern = 'order', acknowledge } = options
  const { Controller, Module } = await load<Common>('@nestjs/common')
  const { NestFactory } = await load<{ NestFactory: Factory }>('@nestjs/core')
  const { Ctx, EventPattern, Payload, Transport } = await load<Microservices>('@nestjs/microservices')
  class Kitchen {
    async onOrder({ data }: { readonly data: OrderConfirmedData }, context: never): Promise<void> {
      await handle(data)
      acknowledge?.(context)
    }
  }
  const { prototype } = Kitchen
  Payload()(prototype, 'onOrder', 0)
  Ctx()(prototype, 'onOrder', 1)
  EventPattern(pattern)(prototype, 'onOrder', Object.getOwnPropertyDescriptor(prototype, 'onOrder') as object)
  Controller()(Kitchen)
  class App {}
  Module({ controllers: [Kitchen] })(App)
  const service = await NestFactory.createMicroservice(App, {
    transport: Transport[transport],
    options: server,
    logger: ['error'],
  })
  await service.listen()
  return service
}

interface Common {
  readonly Controller: () => (target: object) => void
  readonly Module: (metadata: object) => (target: object) => void
}

interface Factory {
  createMicroservice(module: object, options: object): Promise<Service>
}

interface Service {
  listen(): Promise<unknown>
  close(): Promise<void>
}

type Parameter = () => (target: object, method: string, index: number) => void

interface Microservices {
  readonly Transport: Readonly<Record<NestOptions['transport'], unknown>>
  readonly Ctx: Parameter
  readonly Payload: Parameter
  readonly EventPattern: (pattern: string) => (target: object, method: string, descriptor: object) => void
  readonly ClientProxyFactory: { create(options: object): Client }
}

interface Client {
  connect(): Promise<unknown>
  emit(pattern: string, data: unknown): object
  close(): unknown
}
