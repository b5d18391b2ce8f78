import type { Hooks } from '../delivery/hooks.js'
import { sayDeadLetter, sayFailure } from '../delivery/print-fact.js'
import { circumstanceFields, deliveryFields, errorFields, eventFields } from './fields.js'
import { type FieldsPlace, type Logger, writerOf } from './logger.js'

export interface LoggingOptions {
  /** Where a message stands among its fields. Default: `inside`, one object with `message` in it. */
  readonly fields?: FieldsPlace
}

/**
 * Tells a logger what goes on in a bus, instead of standard error: `debug` what was published, handled and skipped,
 * `info` what was redriven, `warn` what failed, `error` dead letters. Nothing of an event's data or headers is told.
 *
 * ```ts
 * const bus = createBus({ transport, hooks: logging(pino(), { fields: 'first' }) })
 * ```
 */
export function logging(logger: Logger, { fields = 'inside' }: LoggingOptions = {}): Hooks {
  const write = writerOf(logger, fields)
  return {
    published: ({ event, place }) =>
      write('debug', `published ${event.type} ${event.id}`, { address: place.address, ...eventFields(event) }),
    handled: ({ delivery, durationMs, ...circumstances }) =>
      write('debug', `${delivery.subscription} handled ${delivery.event.type} ${delivery.event.id}`, {
        ...deliveryFields(delivery),
        ...circumstanceFields(circumstances),
        durationMs,
      }),
    failed: ({ delivery, error, durationMs, retryInMs, ...circumstances }) =>
      write('warn', sayFailure({ delivery, retryInMs }), {
        ...deliveryFields(delivery),
        ...circumstanceFields(circumstances),
        durationMs,
        ...(retryInMs !== undefined && { retryInMs }),
        ...errorFields(error),
      }),
    deadLettered: (fact) =>
      write('error', sayDeadLetter(fact), {
        subscription: fact.subscription,
        ...circumstanceFields(fact),
        reason: fact.details.reason,
        attempts: fact.details.attempts,
        ...errorFields(fact.error),
      }),
    skipped: ({ subscription, ...circumstances }) =>
      write('debug', `${subscription} skipped ${circumstances.holding.message?.attributes.type ?? 'a message'}`, {
        subscription,
        ...circumstanceFields(circumstances),
      }),
    redriven: ({ subscription, id, transport, place, attributes }) =>
      write('info', `dead letter ${id} of ${subscription} was redriven`, {
        subscription,
        transport,
        address: place.address,
        ...eventFields(attributes),
      }),
    warned: (warning) => write('warn', warning.message, errorFields(warning)),
  }
}
