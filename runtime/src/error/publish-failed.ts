import type { AnyEvent } from '../event/any-event.js'
import { guardFor, TidingsError } from './tidings-error.js'

/** Of several events published together, some were not accepted; the others were. */
export class PublishFailed extends TidingsError<'TIDINGS_PUBLISH_FAILED'> {
  override readonly name = 'PublishFailed'
  /** In the order published. */
  readonly failures: readonly { readonly event: AnyEvent; readonly error: Error }[]

  constructor(failures: PublishFailed['failures'], count: number) {
    const reasons = [...new Set(failures.map(({ error }) => error.message))].join('; ')
    super('TIDINGS_PUBLISH_FAILED', `${failures.length} of ${count} events were not accepted: ${reasons}`, {
      cause: failures[0]?.error,
    })
    this.failures = failures
  }
}

export const isPublishFailed = guardFor<PublishFailed>('TIDINGS_PUBLISH_FAILED')
