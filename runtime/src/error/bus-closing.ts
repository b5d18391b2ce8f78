import { guardFor, TidingsError } from './tidings-error.js'

/** The reason with which the `signal` of a handler is aborted that has not ended when the bus must close. */
export class BusClosing extends TidingsError<'TIDINGS_BUS_CLOSING'> {
  override readonly name = 'BusClosing'

  constructor() {
    super('TIDINGS_BUS_CLOSING', 'the bus closes; the event is given back and will be handled again')
  }
}

export const isBusClosing = guardFor<BusClosing>('TIDINGS_BUS_CLOSING')
