import type { DeadLetterReason } from '../transport/dead-letter.js'
import type { Holding } from '../transport/holding.js'
import type { Member } from '../transport/members.js'
import type { Attempt } from './attempt.js'
import type { Inlet } from './inlet.js'
import type { Lane } from './lanes.js'
import type { DecodedEvent, Route } from './recipient.js'

/** What is wrong with a message, so that it is a dead letter without being handled. */
export interface Defect {
  readonly reason: DeadLetterReason
  readonly error: unknown
}

/** One holding on its way through the policy. */
export class Job implements Member {
  readonly holding: Holding
  readonly inlet: Inlet
  at = 0
  route: Route | undefined
  decoded: DecodedEvent | undefined
  defect: Defect | undefined
  /** Its lane's; absent where it has one for itself. */
  key: string | undefined
  lane: Lane | undefined
  attempts = 0
  firstAttemptAt = 0
  lastAttemptAt = 0
  waitedMs = 0
  /** It has its turn. */
  isRunning = false
  /** The attempt under way. */
  attempt: Attempt | undefined
  /** It is being acknowledged, returned or parked. */
  isSettling = false
  /** Somebody else has it. */
  isLost = false

  constructor(holding: Holding, inlet: Inlet) {
    this.holding = holding
    this.inlet = inlet
  }

  /** For messages to people. */
  get what(): string {
    const { message } = this.holding
    return message === undefined ? 'a message' : `${message.attributes.type} ${message.attributes.id}`
  }
}
