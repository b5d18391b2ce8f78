import { guardFor, TidingsError } from './tidings-error.js'

/** The bus is not started yet, or closed already. Nothing was published. */
export class BusNotOpen extends TidingsError<'TIDINGS_BUS_NOT_OPEN'> {
  override readonly name = 'BusNotOpen'

  constructor(message: string) {
    super('TIDINGS_BUS_NOT_OPEN', message)
  }
}

export const isBusNotOpen = guardFor<BusNotOpen>('TIDINGS_BUS_NOT_OPEN')
