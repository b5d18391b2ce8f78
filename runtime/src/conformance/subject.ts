import type { Wire } from '../transport/holding.js'
import type { Place } from '../transport/place.js'
import type { Transport } from '../transport/transport.js'

/** A transport as the suite sees it. */
export interface Subject {
  /**
   * A transport onto the same broker each time: what one process of an application would make. Features must be
   * the same each time.
   */
  readonly transport: () => Transport
  /** Writes what is no CloudEvent where messages are, as a foreign program may. */
  readonly inject?: (place: Place, wire: Wire) => Promise<void>
  /** How long one check may take, in milliseconds; 30,000 unless given. */
  readonly limitMs?: number
  /** How many messages the checks that prove a volume use; 1,000 unless given. The full size is 10,000. */
  readonly volume?: number
}
