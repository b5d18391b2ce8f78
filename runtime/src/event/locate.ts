import type { EventLocation } from './event-descriptor.js'

/**
 * The text at a place inside an event: a string that is not empty, or the JSON text of a number or boolean.
 * `undefined` where there is nothing of the kind.
 */
export const locate = (
  location: EventLocation,
  event: { readonly data: unknown; readonly headers: unknown },
): string | undefined => {
  let value = location.in === 'payload' ? event.data : event.headers
  for (const name of location.path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
