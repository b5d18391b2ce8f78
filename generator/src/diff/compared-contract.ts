import type { Contract, Origin, Place, Places } from '@tidings/contract'

/** A contract that is compared, with the places of its parts. */
export interface ComparedContract {
  readonly contract: Contract
  readonly places: Pick<Places, 'ofSchema' | 'ofOrigin'>
  /** The whole document, in the contract's own file. */
  readonly origin: Origin
  /** The same as a place. */
  readonly root: Place
}
