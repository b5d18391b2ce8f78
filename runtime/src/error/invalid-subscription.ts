import { guardFor, TidingsError } from './tidings-error.js'

/** A subscription that cannot be: its name is taken, its options contradict each other, it comes too late. */
export class InvalidSubscription extends TidingsError<'TIDINGS_INVALID_SUBSCRIPTION'> {
  override readonly name = 'InvalidSubscription'
  readonly subscription: string

  constructor(subscription: string, message: string) {
    super('TIDINGS_INVALID_SUBSCRIPTION', `Invalid subscription ${JSON.stringify(subscription)}: ${message}`)
    this.subscription = subscription
  }
}

export const isInvalidSubscription = guardFor<InvalidSubscription>('TIDINGS_INVALID_SUBSCRIPTION')
