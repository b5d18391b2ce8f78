import { isSameClass } from '../event/brand.js'
import { type AnyEvent, restoreEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import type { Upcasting } from '../event/upcaster.js'

/** The upcasters that lead from one version to another, in order; `undefined` when there is no such way. */
export function upcastingPath(
  from: EventClass,
  to: EventClass,
  upcasters: readonly Upcasting[],
): readonly Upcasting[] | undefined {
  const ways: { readonly at: EventClass; readonly path: readonly Upcasting[] }[] = [{ at: from, path: [] }]
  for (const { at, path } of ways) {
    if (isSame(at, to)) return path
    const steps = upcasters.filter((step) => isSame(step.from, at) && !path.some(({ from }) => isSame(from, step.to)))
    ways.push(...steps.map((step) => ({ at: step.to, path: [...path, step] })))
  }
  return undefined
}

/** The same event in a later version: all but type and data stays as it was. */
export function upcast(event: AnyEvent, path: readonly Upcasting[]): AnyEvent {
  return path.reduce((earlier, { to, upcast }) => inVersion(to, earlier, upcast(earlier.data, earlier)), event)
}

function inVersion(later: EventClass, earlier: AnyEvent, data: unknown): AnyEvent {
  const { id, source, time, subject, dataschema, headers, extensions } = earlier
  const { codec } = later.descriptor
  const context = {
    id,
    extensions,
    ...(source !== undefined && { source }),
    ...(subject !== undefined && { subject }),
    ...(dataschema !== undefined && { dataschema }),
    ...(time !== undefined && { time }),
    ...(codec.hasHeaders && { headers }),
  }
  const Later = later as unknown as new (...args: unknown[]) => AnyEvent
  const made = codec.hasData ? new Later(data, context) : new Later(context)
  // An event without a time gets none by being read.
  return time === undefined ? restoreEvent(later, { ...made, time, subject, extensions }) : made
}

const isSame = (one: EventClass, other: EventClass) => isSameClass(one.descriptor, other.descriptor)
