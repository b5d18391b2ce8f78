import type { ContractEvent } from '@tidings/contract'
import type { EventNames, Sdk } from '../api.js'
import { type Code, code, continued, declared, doc, identifier, nothing, string } from '../api.js'
import { deprecatedTag, descriptionOf, originLine, seeTag } from './describe.js'
import { needsDestination, sendChannels } from './destination.js'
import { destinationMember } from './destination-type.js'
import { eventDescriptor } from './event-descriptor.js'
import { fromRuntime, typeFromRuntime } from './runtime.js'

/** The class of an event; `earlier` are the classes of its earlier versions. */
export function eventClass(
  event: ContractEvent,
  names: EventNames,
  dataType: Code,
  earlier: readonly Code[],
  sdk: Sdk,
): Code {
  const self = identifier(names.className)
  const channels = sendChannels(event, sdk.contract)
  const descriptor = code`/* @__PURE__ */ ${fromRuntime('defineEvent')}(${eventDescriptor(event, earlier, sdk)})`
  return code`
    ${doc(...descriptionOf(event), originLine(event.origin), deprecatedTag(event), seeTag(event))}
    export class ${declared(names.className)} extends ${fromRuntime('Event')}<{
      type: ${string(event.type)}
      ${event.source === undefined ? nothing : code`source: string`}
      ${event.payload === undefined ? nothing : code`data: ${dataType}`}
      ${event.headers === undefined ? nothing : code`headers: ${identifier(names.headersType)}`}
      ${needsDestination(channels) ? destinationMember(channels) : nothing}
    }> {
      static readonly type =${continued(string(event.type))}
      static readonly descriptor: ${typeFromRuntime('EventDescriptor')}<${self}> =${continued(descriptor, { hug: true })}
    }
  `
}

/** What reacts to the event. */
export function handlerType(names: EventNames): Code {
  const self = identifier(names.className)
  return code`
    /** Reacts to {@link ${self}}. */
    export type ${declared(names.handlerType)} =${continued(code`${typeFromRuntime('EventHandler')}<${self}>`)}
  `
}
