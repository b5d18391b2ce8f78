import type { Hooks } from '../delivery/hooks.js'
import type { Outgoing } from '../transport/transport.js'

/**
 * The trace of the publish goes with the message: as the hop's, and as the origin's where the event has none yet
 * (CloudEvents, distributed-tracing extension).
 */
export function withTrace(outgoing: Outgoing, hooks: Hooks): Outgoing {
  if (hooks.trace === undefined) return outgoing
  const trace = currentTrace(hooks)
  if (trace === undefined) return outgoing
  const { message } = outgoing
  if (message.attributes['traceparent'] !== undefined) return { ...outgoing, trace }
  return { ...outgoing, trace, message: { ...message, attributes: { ...message.attributes, ...trace } } }
}

function currentTrace(hooks: Hooks) {
  try {
    return hooks.trace?.()
  } catch {
    // A hook that throws harms nothing; the event goes without a trace.
    return undefined
  }
}
