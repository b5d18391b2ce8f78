import type { ContractEvent, Operation } from '@tidings/contract'
import type { Sdk } from '../api.js'
import { type Code, code, declared, doc, identifier, list, propertyName, string, unionArgument } from '../api.js'
import { descriptionOf, originLine } from './describe.js'
import { eventReference, isNewest } from './event-reference.js'
import { typeFromRuntime } from './runtime.js'
import { eventsOf } from './sending.js'

/** One handler for each operation that receives. */
export function handlers(operations: readonly Operation[], sdk: Sdk): Code {
  return code`
    /** What the application does with what it receives, by operation. */
    export interface ${declared('Handlers')} {
      ${operations.map((operation) => handler(operation, sdk))}
    }
  `
}

function handler(operation: Operation, sdk: Sdk): Code {
  const events = receivedEvents(operation, sdk).map((event) => eventReference(event, sdk, { type: true }))
  return code`
    ${doc(...descriptionOf(operation), originLine(operation.origin))}
    readonly ${propertyName(sdk.names.operation(operation.id))}: ${typeFromRuntime('Handler')}<${unionArgument(events)}>
  `
}

/** Subscribes each handler under the name of its operation. */
export function subscribeHandlers(operations: readonly Operation[], sdk: Sdk): Code {
  return code`
    /** Subscribes each handler to the events of its operation; the operation's name is the subscription's. */
    export function ${declared('subscribeHandlers')}(bus: ${typeFromRuntime('Subscribing')}, handlers: Handlers): void {
      ${operations.map((operation) => subscription(operation, sdk))}
    }
  `
}

function subscription(operation: Operation, sdk: Sdk): Code {
  const name = sdk.names.operation(operation.id)
  const classes = receivedEvents(operation, sdk).map((event) => eventReference(event, sdk))
  const events = classes.length === 1 ? code`${classes}` : list('[', classes, ']')
  return code`bus.subscribe${list('(', [string(name), events, code`handlers.${identifier(name)}`], ')')}`
}

/** Of an event in several versions the newest: the others reach its handler through upcasters. */
function receivedEvents(operation: Operation, sdk: Sdk): readonly ContractEvent[] {
  const events = eventsOf(operation, sdk)
  return events.filter((event) => isNewest(event, events))
}
