/**
 * For tests of applications: matchers for vitest and jest, and a recorder of what was published.
 *
 * @module
 */
export { type EventMatchers, eventMatchers, type Matched } from './event-matchers.js'
export { type EventRecorder, type RecordOptions, recordEvents } from './record-events.js'
