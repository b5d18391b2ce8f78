import type { Counter, Histogram, Meter } from './client.js'

export interface Instruments {
  readonly sent: Counter
  readonly consumed: Counter
  readonly operationDuration: Histogram
  readonly processDuration: Histogram
  readonly lag: Histogram
  readonly retries: Counter
  readonly deadLetters: Counter
  readonly redriven: Counter
  readonly skipped: Counter
}

export function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, unit: string, description: string) => meter.createCounter(name, { unit, description })
  const seconds = (name: string, explicitBucketBoundaries: number[], description: string) =>
    meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries } })
  return {
    sent: counter('messaging.client.sent.messages', '{message}', 'Messages handed to a transport.'),
    consumed: counter('messaging.client.consumed.messages', '{message}', 'Messages that a handler was called for.'),
    operationDuration: seconds('messaging.client.operation.duration', short, 'How long sending and receiving took.'),
    processDuration: seconds('messaging.process.duration', short, 'How long attempts to handle took.'),
    lag: seconds('tidings.delivery.lag', long, "From an event's time to its first attempt."),
    retries: counter('tidings.delivery.retries', '{attempt}', 'Attempts that failed and are followed by another.'),
    deadLetters: counter('tidings.delivery.dead_letters', '{message}', 'Messages that became dead letters.'),
    redriven: counter('tidings.delivery.redriven', '{message}', 'Dead letters given back to their subscription.'),
    skipped: counter('tidings.delivery.skipped', '{message}', 'Events that a subscription did not ask for.'),
  }
}

/** As the conventions say. */
const short = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
/** Events may wait for days. */
const long = [...short, 30, 60, 300, 900, 3_600, 21_600, 86_400]
