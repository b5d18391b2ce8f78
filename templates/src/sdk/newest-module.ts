import type { ContractEvent } from '@tidings/contract'
import type { EventNames, Output, Sdk } from '../api.js'
import { type Code, code, declared, imported, nothing, reexport, typeArguments } from '../api.js'
import { sharedDataType } from './data-type.js'
import { typeFromRuntime } from './runtime.js'

/** The module of an event that has several versions: the newest one under the plain name, and the upcasters. */
export function newestModule(name: string, versions: readonly ContractEvent[], sdk: Sdk, output: Output): void {
  const plain = sdk.names.newest(name)
  const newest = versions.at(-1)
  if (plain === undefined || newest === undefined) return
  const file = output.file(plain.file)
  const names = sdk.names.event(newest.id)
  const shared = sharedDataType(newest, sdk)
  const types: (keyof EventNames)[] = ['handlerType']
  if (newest.headers !== undefined) types.push('headersType')
  if (newest.payload !== undefined && shared === undefined) types.push('dataType')
  const own = reexport(names.file, [
    { name: names.className, as: plain.className },
    ...types.map((type) => ({ name: names[type], as: plain[type], type: true })),
  ])
  const data = shared && reexport(shared.file, [{ name: shared.typeName, as: plain.dataType, type: true }])
  file.print`${[own, data]}`

  versions.slice(1).forEach((event, at) => {
    const before = versions[at]
    if (before !== undefined) file.print`${upcasterType(sdk.names.event(before.id), sdk.names.event(event.id))}`
  })
}

function upcasterType(from: EventNames, to: EventNames): Code {
  const [before = nothing, after = nothing] = [from, to].map(({ file, className }) =>
    imported(file, className, { type: true }),
  )
  return code`
    /** Makes the data of {@link ${after}} from that of {@link ${before}}. */
    export type ${declared(from.upcasterType)} = ${typeFromRuntime('Upcaster')}${typeArguments([before, after])}
  `
}
