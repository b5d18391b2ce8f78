import type { CompletedCommand, CompletedOption, CompletedValue } from './completed.js'

/** A completion script for fish. */
export const fishCompletion = (
  commands: readonly CompletedCommand[],
): string => `# Completes tidings in fish: save this file as ~/.config/fish/completions/tidings.fish.
complete -c tidings -f
complete -c tidings -n __fish_use_subcommand -l help -d 'print the help'
complete -c tidings -n __fish_use_subcommand -l version -d 'print the version'
${commands.map(describe).join('\n')}
`

function describe({ name, summary, options, arguments: given }: CompletedCommand): string {
  const inside = `complete -c tidings -n '__fish_seen_subcommand_from ${name}'`
  return [
    `complete -c tidings -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...options.map((option) => `${inside} ${optionOf(option)}`),
    ...given.slice(0, 1).flatMap((value) => (value.kind === 'text' ? [] : [`${inside} ${valueWords(value)}`])),
  ].join('\n')
}

const optionOf = ({ name, summary, value }: CompletedOption): string =>
  `-l ${name}${value === undefined ? '' : ` -r ${valueWords(value)}`} -d ${quoted(summary)}`

function valueWords(value: CompletedValue): string {
  switch (value.kind) {
    case 'choice':
      return `-f -a ${quoted(value.choices.join(' '))}`
    case 'contract':
      return "-k -a '(__fish_complete_suffix .yaml .yml .json)'"
    case 'folder':
      return "-f -a '(__fish_complete_directories)'"
    case 'file':
      return '-F'
    case 'text':
      return '-f'
  }
}

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
