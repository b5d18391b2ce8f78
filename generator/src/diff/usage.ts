import type { Contract, ContractEvent } from '@tidings/contract'
import type { EventPair } from './change.js'

/** What the application does with an event, in either contract. */
export interface Usage {
  readonly sends: boolean
  readonly receives: boolean
  readonly isDomain: boolean
}

/** Which directions can break somebody. */
export type Direction = 'forward' | 'backward'

/** What is made of the operations when nobody says otherwise: those of both contracts count. */
export function usageOf(pair: EventPair, before: Contract, after: Contract): Usage {
  const [old, now] = [actionsOn(pair.before, before), actionsOn(pair.after, after)]
  return {
    sends: old.sends || now.sends,
    receives: old.receives || now.receives,
    isDomain: pair.before.kind === 'domain' || pair.after.kind === 'domain',
  }
}

function actionsOn({ id }: ContractEvent, { operations }: Contract): Pick<Usage, 'sends' | 'receives'> {
  const does = (action: 'send' | 'receive') =>
    operations.some(
      (operation) =>
        (operation.action === action && operation.events.includes(id)) ||
        // A reply goes the other way.
        (operation.action !== action && operation.reply?.events.includes(id)),
    )
  return { sends: does('send'), receives: does('receive') }
}

/**
 * What an application sends, others read with the code that they have: it must be forward compatible. What it receives,
 * it must read with new code: backward. Domain events are read by old and new instances at once, out of outboxes and
 * dead letters too; of an event that no operation names, anything may be: both.
 */
export function directionsOf({ sends, receives, isDomain }: Usage): readonly Direction[] {
  if (isDomain || sends === receives) return ['forward', 'backward']
  return sends ? ['forward'] : ['backward']
}
