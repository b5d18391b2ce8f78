import type { Parameter } from '@tidings/contract'
import { type Code, code, doc, nothing, propertyName, string, typeLiteral, union } from '../api.js'
import { descriptionOf } from './describe.js'
import type { SendChannel } from './destination.js'

/** The member of an event's shape that says what `publish` must be told. The only channel goes without saying. */
export function destinationMember(channels: readonly SendChannel[]): Code {
  const optional = channels.length === 1 ? code`?` : nothing
  const alternatives = channels.map(({ channel, missing }) =>
    typeLiteral([
      code`readonly channel${optional}: ${string(channel.id)}`,
      missing.length === 0 ? nothing : code`readonly parameters: ${parametersType(missing)}`,
    ]),
  )
  return code`destination:${union(alternatives)}`
}

/** The type of the values of some parameters. */
export function parametersType(parameters: readonly Parameter[]): Code {
  return typeLiteral(
    parameters.map(
      (parameter) => code`
        ${doc(...descriptionOf(parameter))}
        readonly ${propertyName(parameter.name)}:${parameterType(parameter)}
      `,
    ),
  )
}

const parameterType = ({ enum: values }: Parameter): Code =>
  values === undefined ? code` string` : union([...new Set(values)].map(string))
