import { type ContractEvent, referenceIn } from '@tidings/contract'
import type { EventNames, SchemaNames, Sdk } from '../api.js'
import {
  type Code,
  code,
  declared,
  describeSchema,
  doc,
  identifier,
  imported,
  nothing,
  printDeclaration,
} from '../api.js'
import { typeContext } from './type-context.js'

/** Refers to the type of an event's data, in the event's own module. */
export function dataReference(event: ContractEvent, names: EventNames, sdk: Sdk): Code {
  const shared = sharedDataType(event, sdk)
  return shared === undefined ? identifier(names.dataType) : imported(shared.file, shared.typeName, { type: true })
}

/** Declares the type of an event's data, unless a shared schema is that type already. */
export function dataType(event: ContractEvent, names: EventNames, sdk: Sdk): Code {
  const { id, payload, origin } = event
  if (payload === undefined || sharedDataType(event, sdk) !== undefined) return nothing
  return code`
    ${doc(...describeSchema(payload))}
    ${printDeclaration(declared(names.dataType), payload, typeContext(sdk, { event: id, part: 'payload', origin }))}
  `
}

/** The shared schema that goes by the name of the event's data type. */
export function sharedDataType({ id, payload }: ContractEvent, { names }: Sdk): SchemaNames | undefined {
  const name = referenceIn(payload)
  const shared = name === undefined ? undefined : names.schema(name)
  return shared?.typeName === names.event(id).dataType ? shared : undefined
}
