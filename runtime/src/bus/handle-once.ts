import type { AttemptDelivery } from '../delivery/attempt-delivery.js'
import type { Inbox } from '../inbox/inbox.js'
import type { HandlerCall } from './call-handler.js'

/** A handler whose effect is committed together with the record that it had it. */
export function handleOnce(handle: HandlerCall, inbox: Inbox, application: string | undefined): HandlerCall {
  return async (event, given) => {
    const delivery = given as AttemptDelivery
    const handled = {
      ...(application !== undefined && { application }),
      subscription: delivery.subscription,
      source: event.source ?? '',
      id: event.id,
    }
    let failure: { readonly error: unknown } | undefined
    try {
      await inbox.handle(handled, async (transaction) => {
        failure = undefined
        delivery.transaction = transaction
        try {
          await handle(event, delivery)
        } catch (error) {
          failure = { error }
          throw error
        }
      })
    } catch (error) {
      // Whoever runs the transaction may have wrapped it, and then nobody would see that it is not to be tried again.
      throw failure === undefined ? error : failure.error
    } finally {
      delivery.transaction = undefined
    }
  }
}
