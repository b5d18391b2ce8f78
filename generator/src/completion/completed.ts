import type { CommandDescription } from '../command-line/define-command.js'
import { type OptionDefinition, options } from '../command-line/options.js'

/** What a shell has to know of a command to complete it. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** What its arguments are, in their order. */
  readonly arguments: readonly CompletedValue[]
}

export interface CompletedOption {
  /** Without the dashes. */
  readonly name: string
  readonly summary: string
  /** Absent where it takes none. */
  readonly value?: CompletedValue
}

export type CompletedValue =
  | { readonly kind: 'contract' | 'file' | 'folder' | 'text' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }

export const completedCommand = (definition: CommandDescription): CompletedCommand => ({
  name: definition.name,
  summary: definition.summary,
  options: [...definition.options.map((name) => completedOption(options[name])), help],
  arguments: definition.arguments.map(({ flags, choices }) => completedValue(/[\w-]+/.exec(flags)?.[0] ?? '', choices)),
})

const help: CompletedOption = { name: 'help', summary: 'print the help' }

function completedOption({ flags, summary, choices }: OptionDefinition): CompletedOption {
  const [, name = '', value] = /^--([\w-]+)(?: [<[]([\w-]+))?/.exec(flags) ?? []
  return {
    name,
    summary,
    ...(value !== undefined && { value: completedValue(name === 'contract' ? name : value, choices) }),
  }
}

/** By the name of the value, as the help shows it. */
function completedValue(name: string, choices: readonly string[] | undefined): CompletedValue {
  if (choices !== undefined) return { kind: 'choice', choices }
  if (name === 'contract' || name === 'folder') return { kind: name }
  return { kind: /^(?:file|base|head)/i.test(name) ? 'file' : 'text' }
}
