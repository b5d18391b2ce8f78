import { guardFor, TidingsError } from './tidings-error.js'

/** A message was handed out again and again without being settled: handling it may kill the process. */
export class RedeliveredTooOften extends TidingsError<'TIDINGS_REDELIVERED_TOO_OFTEN'> {
  override readonly name = 'RedeliveredTooOften'

  constructor(deliveries: number) {
    const why = 'it may be what ends the process'
    super('TIDINGS_REDELIVERED_TOO_OFTEN', `handed out ${deliveries} times and never settled; ${why}`)
  }
}

export const isRedeliveredTooOften = guardFor<RedeliveredTooOften>('TIDINGS_REDELIVERED_TOO_OFTEN')
