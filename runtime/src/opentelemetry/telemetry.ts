import type { Tracer } from './client.js'
import type { Instruments } from './instruments.js'

/** What each hook writes to. */
export interface Telemetry {
  readonly tracer: Tracer
  /** Made when first asked for: there is no meter before the application has set its SDK up. */
  instruments(): Instruments
}
