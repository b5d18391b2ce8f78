/**
 * Importing this gives vitest's `expect` the matchers of events, and their types; as one of its `setupFiles`, or in a
 * test file.
 *
 * @module
 */
import { expect } from 'vitest'
import { type EventMatchers, eventMatchers } from './event-matchers.js'

expect.extend(eventMatchers)

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it
  interface Matchers<T = any> extends EventMatchers<void> {}
}
