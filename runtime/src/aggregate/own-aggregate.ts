import { descriptorOf } from '../event/brand.js'
import { locate } from '../event/locate.js'
import { currentScope, type DeliveryScope } from '../event/scope.js'
import type { AggregateRoot } from './aggregate-root.js'

/** A handler saved the very aggregate that raised the event it handles. */
export class OwnAggregateChanged extends Error {
  override readonly name = 'OwnAggregateChanged'
  readonly code = 'TIDINGS_OWN_AGGREGATE_CHANGED'
}

/**
 * Warns when the aggregate that is saved inside a delivery is the one that raised the event being handled: that
 * belongs in the aggregate itself, before it raises the event.
 */
export const warnOfOwnAggregate = (aggregate: AggregateRoot): void => {
  const { delivery, warn = process.emitWarning } = currentScope()
  if (delivery === undefined || !isOwn(aggregate, delivery)) return
  const { name } = descriptorOf(delivery.event)
  const which = `${aggregate.aggregateType} ${aggregate.id}`
  warn(
    new OwnAggregateChanged(
      `${delivery.subscription} handles ${name} of ${which} and saves ${which} itself; ` +
        `what belongs to the same change belongs in ${aggregate.aggregateType}, before it raises ${name}`,
    ),
  )
}

const isOwn = (aggregate: AggregateRoot, { event }: DeliveryScope) => {
  const { aggregate: type, key } = descriptorOf(event)
  return type === aggregate.aggregateType && key !== undefined && locate(key, event) === aggregate.id
}
