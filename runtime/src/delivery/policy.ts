import { longestTimerMs } from '../transport/clock.js'

/** How often and how patiently a failed event is tried again, in its lane. */
export interface RetryOptions {
  /** How often the handler is called at most, the first time included. Default 5; 1 means no second try. */
  readonly attempts?: number
  /** The wait before the second attempt. Default 1,000 ms. Each wait is shortened by up to half, at random. */
  readonly delayMs?: number
  /** How much longer each wait is than the one before. Default 3. */
  readonly factor?: number
  /** All waits together; when they are used up, the event is a dead letter. Default 60,000 ms. */
  readonly totalDelayMs?: number
}

/** What a subscription may say about delivery, and a bus for all of its subscriptions. */
export interface DeliveryOptions {
  readonly retry?: RetryOptions
  /** How many events are handled at the same time. Default 10. */
  readonly concurrency?: number
  /**
   * How many messages this instance may hold: being handled, waiting for their turn, and waiting to be tried again.
   * As many repeat at most after a crash. Default 100, and not less than `concurrency`.
   */
  readonly prefetch?: number
  /** `per-key`: events of one key are handled one after the other, in the order published, retries included. */
  readonly order?: 'none' | 'per-key'
  /** How long a handler may take. Then its `signal` is aborted. Default 30,000 ms. */
  readonly timeoutMs?: number
  /** How long after that it may take to end. Then the attempt has failed, whatever comes of it. Default 5,000 ms. */
  readonly graceMs?: number
  /** How often a message is handed out at most, where the transport counts: limits what kills the process. Default 5. */
  readonly maxDeliveries?: number
  /**
   * What becomes of a key's later events after a dead letter: they go on, or they wait until it is redriven or
   * discarded (`park-key`, which needs `order: 'per-key'`). Default `continue`.
   */
  readonly afterDeadLetter?: 'continue' | 'park-key'
}

/** {@link DeliveryOptions} with nothing left open. */
export interface DeliveryPolicy extends Required<Omit<DeliveryOptions, 'retry'>> {
  readonly retry: Required<RetryOptions>
}

/** The options of a subscription, where it has none those of the bus, where it has none the defaults. */
export function deliveryPolicy(own: DeliveryOptions, bus: DeliveryOptions = {}): DeliveryPolicy {
  const concurrency = own.concurrency ?? bus.concurrency ?? 10
  return {
    retry: {
      attempts: own.retry?.attempts ?? bus.retry?.attempts ?? 5,
      delayMs: own.retry?.delayMs ?? bus.retry?.delayMs ?? 1_000,
      factor: own.retry?.factor ?? bus.retry?.factor ?? 3,
      totalDelayMs: own.retry?.totalDelayMs ?? bus.retry?.totalDelayMs ?? 60_000,
    },
    concurrency,
    prefetch: own.prefetch ?? bus.prefetch ?? Math.max(100, concurrency),
    order: own.order ?? bus.order ?? 'none',
    timeoutMs: own.timeoutMs ?? bus.timeoutMs ?? 30_000,
    graceMs: own.graceMs ?? bus.graceMs ?? 5_000,
    maxDeliveries: own.maxDeliveries ?? bus.maxDeliveries ?? 5,
    afterDeadLetter: own.afterDeadLetter ?? bus.afterDeadLetter ?? 'continue',
  }
}

/** What is wrong with a policy, in sentences; empty when nothing is. */
export function policyProblems(policy: DeliveryPolicy): readonly string[] {
  const { retry, afterDeadLetter, order, concurrency, prefetch } = policy
  const counts = { 'retry.attempts': retry.attempts, concurrency, prefetch, maxDeliveries: policy.maxDeliveries }
  const times = {
    'retry.delayMs': retry.delayMs,
    'retry.totalDelayMs': retry.totalDelayMs,
    timeoutMs: policy.timeoutMs,
    graceMs: policy.graceMs,
  }
  return [
    ...Object.entries(counts)
      .filter(([, value]) => !(Number.isInteger(value) && value >= 1))
      .map(([name, value]) => `${name} is ${value}; expected a whole number of at least 1`),
    ...Object.entries(times)
      .filter(([, value]) => !(value >= 0 && value <= longestTimerMs))
      .map(([name, value]) => `${name} is ${value}; expected milliseconds from 0 to ${longestTimerMs}`),
    ...(['none', 'per-key'].includes(order) ? [] : [`order is ${order}; expected none or per-key`]),
    ...(['continue', 'park-key'].includes(afterDeadLetter)
      ? []
      : [`afterDeadLetter is ${afterDeadLetter}; expected continue or park-key`]),
    ...(retry.factor >= 1 ? [] : [`retry.factor is ${retry.factor}; expected at least 1`]),
    ...(prefetch >= concurrency ? [] : [`prefetch is ${prefetch}; expected at least the concurrency, ${concurrency}`]),
    ...(afterDeadLetter === 'park-key' && order !== 'per-key'
      ? ["afterDeadLetter is 'park-key'; expected order: 'per-key' beside it"]
      : []),
  ]
}
