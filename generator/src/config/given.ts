import type { GivenOptions } from '../command-line/options.js'

/** What a command line says that a config may say too. */
export interface Given {
  /** The contract, where it was named: it is worked on alone. */
  readonly contract?: string
  readonly options: GivenOptions
}
