import { guardFor, TidingsError } from './tidings-error.js'

/**
 * Thrown by a handler that knows that trying again is useless: the event becomes a dead letter at once. Any error
 * with `retryable: false` says the same.
 */
export class NonRetryable extends TidingsError<'TIDINGS_NON_RETRYABLE'> {
  override readonly name = 'NonRetryable'
  readonly retryable = false

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('TIDINGS_NON_RETRYABLE', message, options)
  }
}

export const isNonRetryable = guardFor<NonRetryable>('TIDINGS_NON_RETRYABLE')
