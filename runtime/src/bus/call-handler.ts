import type { Delivery } from '../delivery/delivery.js'
import { InvalidSubscription } from '../error/invalid-subscription.js'
import type { AnyEvent } from '../event/event.js'
import type { Handler } from '../event/event-handler.js'
import type { Resolve } from './bus-options.js'
import type { HandlerToken } from './handler-token.js'

export type HandlerCall = (event: AnyEvent, delivery: Delivery) => unknown

/** One function for every form in which a handler may be given. */
export function handlerCall(
  subscription: string,
  given: Handler<never> | HandlerToken<never>,
  resolve: Resolve | undefined,
): HandlerCall {
  if (typeof given === 'object' && given !== null && 'resolve' in given) return resolving(subscription, given, resolve)
  if (typeof given === 'function' && isClass(given)) {
    const mend = `give an instance, or { resolve: ${given.name} } with createBus({ resolve })`
    throw new InvalidSubscription(subscription, `its handler is the class ${given.name}; ${mend}`)
  }
  return direct(given) ?? fail(subscription, 'its handler is neither a function nor has it a method handle')
}

function resolving(subscription: string, token: HandlerToken<never>, resolve: Resolve | undefined): HandlerCall {
  if (resolve === undefined) {
    throw new InvalidSubscription(subscription, 'its handler is to be resolved; give createBus({ resolve })')
  }
  return async (event, delivery) => {
    const resolved = await resolve(token.resolve, delivery)
    const isScoped = typeof resolved === 'object' && resolved !== null && 'handler' in resolved
    try {
      const call = direct(isScoped ? resolved.handler : resolved)
      if (call === undefined) throw new TypeError(`resolve gave no handler for ${String(token.resolve)}`)
      return await call(event, delivery)
    } finally {
      if (isScoped) await resolved.dispose?.()
    }
  }
}

function direct(handler: Handler<never>): HandlerCall | undefined {
  if (typeof handler === 'function') return handler as HandlerCall
  const method: unknown = handler?.handle
  return typeof method === 'function' ? (event, delivery) => method.call(handler, event, delivery) : undefined
}

const isClass = (value: object) => /^class\b/.test(Function.prototype.toString.call(value))

function fail(subscription: string, message: string): never {
  throw new InvalidSubscription(subscription, message)
}
