import type { Operation } from '@tidings/contract'
import type { Sdk } from '../api.js'
import { type Code, code, declared, doc, propertyName, typeLiteral, union } from '../api.js'
import { descriptionOf, originLine } from './describe.js'
import { eventReference } from './event-reference.js'

/** What is asked and what answers, by operation. */
export function requests(operations: readonly Operation[], sdk: Sdk): Code {
  return code`
    /** What is asked and what answers it, by operation. Types alone: the bus makes no remote calls. */
    export interface ${declared('Requests')} {
      ${operations.map((operation) => request(operation, sdk))}
    }
  `
}

function request(operation: Operation, sdk: Sdk): Code {
  const types = (events: readonly string[]) => {
    const told = sdk.contract.events.filter(({ id }) => events.includes(id))
    return told.length === 0 ? code` unknown` : union(told.map((event) => eventReference(event, sdk, { type: true })))
  }
  const members = [
    code`readonly request:${types(operation.events)}`,
    code`readonly reply:${types(operation.reply?.events ?? [])}`,
  ]
  return code`
    ${doc(...descriptionOf(operation), originLine(operation.origin))}
    readonly ${propertyName(sdk.names.operation(operation.id))}: ${typeLiteral(members)}
  `
}
