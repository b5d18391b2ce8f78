import { isolated, type MakeDispatcher } from './dispatcher.js'

const topic = 'order-confirmed'

export const loop: MakeDispatcher = async (handlers) => {
  const calls = handlers.map(isolated)
  const publish = (event: Parameters<(typeof calls)[number]>[0]) => Promise.all(calls.map((call) => call(event)))
  return { name: 'Promise.all over the handlers', publish }
}

export const emittery: MakeDispatcher = async (handlers, load) => {
  const { default: Emittery } = await load<{ default: new () => EmitteryEmitter }>('emittery')
  const emitter = new Emittery()
  // It hands each event in an object of its own.
  for (const handle of handlers.map(isolated)) {
    emitter.on(topic, (given) => handle((isWrapped(given) ? given.data : given) as Parameters<typeof handle>[0]))
  }
  return { name: 'emittery', publish: (event) => emitter.emit(topic, event) }
}

interface EmitteryEmitter {
  on(topic: string, listener: (given: unknown) => Promise<void>): void
  emit(topic: string, data: unknown): Promise<void>
}

const isWrapped = (given: unknown): given is { readonly name: string; readonly data: unknown } =>
  typeof given === 'object' && given !== null && 'name' in given && given.name === topic && 'data' in given

export const eventEmitter2: MakeDispatcher = async (handlers, load) => {
  const { default: EventEmitter2 } = await load<{ default: new (options: object) => Emitter2 }>('eventemitter2')
  const emitter = new EventEmitter2({ maxListeners: 0 })
  for (const handle of handlers) emitter.on(topic, isolated(handle))
  return { name: 'EventEmitter2, emitAsync', publish: (event) => emitter.emitAsync(topic, event) }
}

interface Emitter2 {
  on(topic: string, listener: (event: never) => Promise<void>): void
  emitAsync(topic: string, event: unknown): Promise<unknown>
}

export const mitt: MakeDispatcher = async (handlers, load) => {
  const { default: createEmitter } = await load<{ default: () => Mitt }>('mitt')
  const emitter = createEmitter()
  // It awaits nobody, so that each listener has to say what to await.
  for (const handle of handlers.map(isolated)) {
    emitter.on(topic, ({ event, pending }) => pending.push(handle(event as Parameters<typeof handle>[0])))
  }
  const publish = (event: unknown) => {
    const pending: Promise<void>[] = []
    emitter.emit(topic, { event, pending })
    return Promise.all(pending)
  }
  return { name: 'mitt, its promises awaited', publish }
}

interface Mitt {
  on(topic: string, listener: (given: Awaited) => void): void
  emit(topic: string, given: Awaited): void
}

interface Awaited {
  readonly event: unknown
  readonly pending: Promise<void>[]
}
