import { guardFor, TidingsError } from './tidings-error.js'

/**
 * A message is no longer held here, because its lease ran out or a connection broke: it is handled again, here or by
 * another instance. A warning, and the reason with which a handler's `signal` is aborted that still works on it.
 */
export class HoldingLost extends TidingsError<'TIDINGS_HOLDING_LOST'> {
  override readonly name = 'HoldingLost'

  constructor(subscription: string, what: string) {
    super('TIDINGS_HOLDING_LOST', `${subscription} no longer holds ${what}; it will be handled again`)
  }
}

export const isHoldingLost = guardFor<HoldingLost>('TIDINGS_HOLDING_LOST')
