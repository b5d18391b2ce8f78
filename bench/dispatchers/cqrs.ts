import { OrderConfirmed } from '@mario/pizzeria-events'
import type { MakeDispatcher } from './dispatcher.js'

/** Handlers are classes with a decorator; it awaits none of them, and isolates them by itself. */
export const cqrs: MakeDispatcher = async (handlers, load) => {
  await load('reflect-metadata')
  const { Module } = await load<{ Module: (metadata: object) => (target: object) => void }>('@nestjs/common')
  const { NestFactory } = await load<{ NestFactory: Factory }>('@nestjs/core')
  const { CqrsModule, EventBus, EventsHandler } = await load<Cqrs>('@nestjs/cqrs')
  const providers = handlers.map((handle) => {
    class OnOrderConfirmed {
      handle(event: OrderConfirmed) {
        return handle(event)
      }
    }
    EventsHandler(OrderConfirmed)(OnOrderConfirmed)
    return OnOrderConfirmed
  })
  class App {}
  Module({ imports: [CqrsModule.forRoot()], providers })(App)
  const app = await NestFactory.createApplicationContext(App, { logger: false })
  await app.init()
  const bus = app.get(EventBus)
  return { name: '@nestjs/cqrs, awaits none', publish: async (event) => bus.publish(event) }
}

interface Factory {
  createApplicationContext(module: object, options: object): Promise<App>
}

interface App {
  init(): Promise<unknown>
  get(token: unknown): { publish(event: unknown): unknown }
}

interface Cqrs {
  readonly CqrsModule: { forRoot(): object }
  readonly EventBus: unknown
  readonly EventsHandler: (event: unknown) => (target: object) => void
}
