import type { ContractEvent } from '@tidings/contract'
import type { EventNames, Output } from '../api.js'
import {
  type Code,
  code,
  declared,
  defineTemplate,
  describeSchema,
  doc,
  eventFamilies,
  imported,
  isEmpty,
  nothing,
  printDeclaration,
  type Sdk,
} from '../api.js'
import { isJson } from '../serialiser/index.js'
import { dataReference, dataType } from './data-type.js'
import { eventClass, handlerType } from './event-class.js'
import { isNewest } from './event-reference.js'
import { newestModule } from './newest-module.js'
import { typeContext } from './type-context.js'

/** One module per event: its class, and the types of its data, its headers and its handler. */
export const eventModules = defineTemplate({
  name: 'events',
  render(sdk, output) {
    for (const { name, versions } of eventFamilies(sdk.contract)) {
      for (const [at, event] of versions.entries()) eventModule(event, versions.slice(0, at), sdk, output)
      if (versions.length > 1) newestModule(name, versions, sdk, output)
    }
  },
})

function eventModule(event: ContractEvent, older: readonly ContractEvent[], sdk: Sdk, output: Output): void {
  const names = sdk.names.event(event.id)
  const isLatest = isNewest(event, sdk.contract.events)
  const earlier = isLatest
    ? older.map(({ id }) => imported(sdk.names.event(id).file, sdk.names.event(id).className))
    : []
  if (!isJson(event.contentType)) noteContentType(event, sdk)

  const file = output.file(names.file)
  file.print`${eventClass(event, names, dataReference(event, names, sdk), earlier, sdk)}`
  for (const declaration of [dataType(event, names, sdk), headersType(event, names, sdk), handlerType(names)])
    if (!isEmpty(declaration)) file.print`${declaration}`
}

function headersType({ id, headers, origin }: ContractEvent, names: EventNames, sdk: Sdk): Code {
  if (headers === undefined) return nothing
  return code`
    ${doc(...describeSchema(headers))}
    ${printDeclaration(declared(names.headersType), headers, typeContext(sdk, { event: id, part: 'headers', origin }))}
  `
}

function noteContentType({ id, name, contentType, origin }: ContractEvent, sdk: Sdk): void {
  sdk.note({
    rule: 'unsupported-content-type',
    message: `event ${name} is sent as ${contentType}; expected JSON. It has types, but publishing it is refused`,
    event: id,
    origin,
  })
}
