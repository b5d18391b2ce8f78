import { guardFor, TidingsError } from './tidings-error.js'

/** Where an event should go cannot be told: no such channel, or a parameter of its address is missing or unfit. */
export class InvalidDestination extends TidingsError<'TIDINGS_INVALID_DESTINATION'> {
  override readonly name = 'InvalidDestination'

  constructor(message: string) {
    super('TIDINGS_INVALID_DESTINATION', message)
  }
}

export const isInvalidDestination = guardFor<InvalidDestination>('TIDINGS_INVALID_DESTINATION')
