/**
 * Importing this gives jest's global `expect` the matchers of events, and their types, those of `@types/jest` and of
 * `@jest/globals` alike; as one of its `setupFilesAfterEnv`, or in a test file.
 *
 * @module
 */
import type {} from 'expect'
import { type EventMatchers, eventMatchers } from './event-matchers.js'

const { expect } = globalThis as { readonly expect?: { extend(matchers: typeof eventMatchers): void } }
if (expect === undefined) {
  throw new TypeError('there is no global expect; call expect.extend(eventMatchers) with the one of your framework')
}
expect.extend(eventMatchers)

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends EventMatchers<R> {}
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as jest declares it
    interface Matchers<R, T = {}> extends EventMatchers<R> {}
  }
}
