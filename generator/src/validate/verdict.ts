import type { ContractEvent } from '@tidings/contract'
import type { RuleId } from './rules.js'

/** What is to be said of one record. */
export interface Verdict {
  /** The events of the contract that it may be; none where that is not known. */
  readonly events: readonly ContractEvent[]
  /** What it says of itself. */
  readonly type?: unknown
  readonly id?: unknown
  readonly time?: unknown
  /** None where all is well. */
  readonly troubles: readonly Trouble[]
}

export interface Trouble {
  readonly rule: RuleId
  /** What is wrong, then what was expected. */
  readonly message: string
  /** JSON pointer inside the record; of HTTP, inside the body. */
  readonly pointer: string
  /** It stands in the headers of an HTTP message. */
  readonly inHead?: true
}

export const noTroubles: readonly Trouble[] = []
