import type { Perspective } from '@tidings/contract'
import type { ImportExtension } from '@tidings/templates'

/** What may be chosen; the rest follows from the project. */
export interface InitChoices {
  /** The contracts to use, as paths from the project's folder; one that is not there is written. */
  readonly contracts: readonly string[]
  /** The output folder, where there is one contract. */
  readonly out?: string
  readonly perspective?: Perspective
  /** How import specifiers end; it follows from the project unless given. */
  readonly importExtension?: ImportExtension
}
