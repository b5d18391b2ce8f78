import { guardFor, TidingsError } from './tidings-error.js'

/** A handler took longer than its time limit. Also the reason with which its `signal` is aborted. */
export class HandlerTimedOut extends TidingsError<'TIDINGS_HANDLER_TIMED_OUT'> {
  override readonly name = 'HandlerTimedOut'

  constructor(subscription: string, timeoutMs: number, options?: { readonly cause?: unknown }) {
    const mend = 'let it watch delivery.signal, or give the subscription a longer timeoutMs'
    super(
      'TIDINGS_HANDLER_TIMED_OUT',
      `the handler of ${subscription} took longer than ${timeoutMs} ms; ${mend}`,
      options,
    )
  }
}

export const isHandlerTimedOut = guardFor<HandlerTimedOut>('TIDINGS_HANDLER_TIMED_OUT')
