import type { Operation } from '@tidings/contract'
import type { Sdk } from '../api.js'
import {
  type Code,
  code,
  continued,
  declared,
  doc,
  join,
  list,
  literalKey,
  nothing,
  propertyName,
  union,
} from '../api.js'
import { descriptionOf, originLine } from './describe.js'
import { parametersType } from './destination-type.js'
import { eventReference } from './event-reference.js'
import { typeFromRuntime } from './runtime.js'
import { eventsOf, missingParameters, sendingsOf } from './sending.js'

/** One method for each operation that sends. */
export function publisher(operations: readonly Operation[], sdk: Sdk): Code {
  return code`
    /** What the application sends, by operation. */
    export interface ${declared('Publisher')} {
      ${operations.map((operation) => method(operation, sdk))}
    }
  `
}

function method(operation: Operation, sdk: Sdk): Code {
  const events = eventsOf(operation, sdk).map((event) => eventReference(event, sdk, { type: true }))
  const missing = missingParameters(operation, sdk)
  const parameters = [
    code`event:${union(events)}`,
    missing.length === 0 ? nothing : code`parameters: ${parametersType(missing)}`,
  ]
  return code`
    ${doc(...descriptionOf(operation), originLine(operation.origin))}
    ${propertyName(sdk.names.operation(operation.id))}${list('(', parameters, ')')}: Promise<void>
  `
}

/** The publisher that publishes on a bus. */
export function createPublisher(operations: readonly Operation[], sdk: Sdk): Code {
  return code`
    /** A publisher that sends on \`bus\`. */
    export function ${declared('createPublisher')}(bus: ${typeFromRuntime('Publishing')}): Publisher {
      return {
        ${operations.map((operation) => implementation(operation, sdk))}
      }
    }
  `
}

function implementation(operation: Operation, sdk: Sdk): Code {
  const name = literalKey(sdk.names.operation(operation.id))
  const parameters = missingParameters(operation, sdk).length === 0 ? code`event` : code`event, parameters`
  const sendings = sendingsOf(operation, sdk).map(({ events, destination }) => ({
    events,
    call: code`bus.publish(${join([code`event`, destination ?? nothing])})`,
  }))
  const last = sendings.at(-1)?.call
  if (sendings.length === 1 && last !== undefined) return code`${name}: (${parameters}) =>${continued(last)},`
  return code`
    ${name}(${parameters}) {
      ${sendings.slice(0, -1).map(({ events, call }) => {
        const isOne = events.map((event) => code`event instanceof ${eventReference(event, sdk)}`)
        return code`if (${join(isOne, ' || ')})${continued(code`return ${call}`)}`
      })}
      return ${last}
    },
  `
}
