import type { Channel, Contract } from '@tidings/contract'
import { type Code, code, continued, defineTemplate, doc, list, literalKey, nothing, string } from '../api.js'
import { descriptionOf, originLine } from './describe.js'
import { parametersType } from './destination-type.js'
import { fromRuntime } from './runtime.js'

/** The channels' addresses as functions of their parameters. */
export const channelAddresses = defineTemplate({
  name: 'channels',
  render({ contract, names }, output) {
    const channels = addressedChannels(contract)
    if (channels.length === 0) return
    output.file('channels.ts').print`
      /** The addresses of the contract's channels. */
      export const channels = {
        ${channels.map((channel) => address(channel, names.channel(channel.id)))}
      }
    `
  },
})

/** The channels whose address the contract tells. */
export const addressedChannels = ({ channels }: Contract): readonly Channel[] =>
  channels.filter(({ address }) => address !== null)

function address(channel: Channel, name: string): Code {
  const { address, parameters, origin } = channel
  const template = string(address ?? '')
  const value =
    parameters.length === 0
      ? template
      : code`${fromRuntime('channelAddress')}${list('(', [template, code`parameters`], ')')}`
  const taken = parameters.length === 0 ? nothing : code`parameters: ${parametersType(parameters)}`
  return code`
    ${doc(...descriptionOf(channel), originLine(origin))}
    ${literalKey(name)}: (${taken}): string =>${continued(value)},
  `
}
