import { code, compareSpecifiers, defineTemplate, eventFamilies, nothing, type Sdk, specifier } from '../api.js'
import { addressedChannels } from './channel-addresses.js'
import { brokersOf } from './servers.js'

/** Everything that an application imports, in one namespace. */
export const indexModule = defineTemplate({
  name: 'index',
  render(sdk, output) {
    const modules = [...eventFiles(sdk), ...applicationFiles(sdk)].map((file) => ({ file, type: false }))
    const schemas = sdk.contract.schemas.map(({ name }) => ({ file: sdk.names.schema(name).file, type: true }))
    const sorted = [...modules, ...schemas].sort((a, b) => compareSpecifiers(`./${a.file}`, `./${b.file}`))
    const exports = sorted.map(
      ({ file, type }) => code`export${type ? code` type` : nothing} * from ${specifier(file)}`,
    )
    output.file('index.ts').print`${exports.length === 0 ? code`export {}` : exports}`
  },
})

function eventFiles({ contract, names }: Sdk): readonly string[] {
  return eventFamilies(contract).flatMap(({ name, versions }) => {
    const newest = versions.length > 1 ? names.newest(name) : undefined
    return [...(newest ? [newest.file] : []), ...versions.map(({ id }) => names.event(id).file)]
  })
}

function applicationFiles({ contract }: Sdk): readonly string[] {
  return [
    ...(addressedChannels(contract).length > 0 ? ['channels.ts'] : []),
    ...(brokersOf(contract).length > 0 ? ['servers.ts'] : []),
    ...(contract.operations.some(({ events }) => events.length > 0) ? ['operations.ts'] : []),
  ]
}
