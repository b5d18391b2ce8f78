import { isOnPath } from '../brokers/is-on-path.js'

/** A program that takes part in a conversation, as tests see it. */
export interface Tool {
  /** For `test.skipIf`: true where it is not on this machine, and nothing is required. */
  readonly isMissing: boolean
  /** For the name of what is skipped, or else empty. */
  readonly note: string
}

export function findTool(name: string): Tool {
  const isMissing = !isOnPath(name) && process.env.TIDINGS_BROKERS !== 'required'
  return { isMissing, note: isMissing ? ` (skipped: no ${name})` : '' }
}
