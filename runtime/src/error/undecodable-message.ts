import { guardFor, TidingsError } from './tidings-error.js'

/** Bytes or attributes that are no CloudEvent, or whose data is not what its content type says. */
export class UndecodableMessage extends TidingsError<'TIDINGS_UNDECODABLE_MESSAGE'> {
  override readonly name = 'UndecodableMessage'

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('TIDINGS_UNDECODABLE_MESSAGE', message, options)
  }
}

export const isUndecodableMessage = guardFor<UndecodableMessage>('TIDINGS_UNDECODABLE_MESSAGE')
