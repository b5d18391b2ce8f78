import { guardFor, TidingsError } from './tidings-error.js'

/** The transport did not accept a message in time, or cannot: it is away, closed, or full. */
export class NotAccepted extends TidingsError<'TIDINGS_NOT_ACCEPTED'> {
  override readonly name = 'NotAccepted'

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('TIDINGS_NOT_ACCEPTED', message, options)
  }
}

export const isNotAccepted = guardFor<NotAccepted>('TIDINGS_NOT_ACCEPTED')
