import { InvalidDestination } from '../error/invalid-destination.js'

/**
 * The address of a channel with its parameters filled in: `orders/{orderId}` becomes `orders/17`. Throws
 * `InvalidDestination` where a value is missing, empty, or holds a `/`, which would make it another channel.
 */
export const channelAddress = (template: string, parameters: Readonly<Record<string, string>> = {}): string =>
  template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (typeof value === 'string' && value !== '' && !value.includes('/')) return value
    const received = value === undefined ? 'none' : JSON.stringify(value)
    throw new InvalidDestination(
      `Invalid parameter ${name} of ${template}: expected text without "/" but received ${received}`,
    )
  })
