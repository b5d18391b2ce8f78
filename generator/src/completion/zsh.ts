import type { CompletedCommand, CompletedOption, CompletedValue } from './completed.js'

/** A completion script for zsh: to be sourced, or to be a file `_tidings` in `$fpath`. */
export const zshCompletion = (commands: readonly CompletedCommand[]): string => `#compdef tidings
# Completes tidings in zsh: source this file, or save it as _tidings in a folder of $fpath.
_tidings() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${commands.map(describe).join('\n')}
  esac
}
if [[ $funcstack[1] == _tidings ]]; then
  _tidings "$@"
else
  compdef _tidings tidings
fi
`

function describe({ name, options, arguments: given }: CompletedCommand): string {
  const lines = [
    ...options.map(optionSpec),
    ...given.map((value, index) => `${index + 1}:${value.kind}:${action(value)}`),
  ]
  return `    ${name})\n      _arguments \\\n${lines.map((line) => `        ${quoted(line)}`).join(' \\\n')}\n      ;;`
}

const optionSpec = ({ name, summary, value }: CompletedOption): string =>
  `--${name}[${summary.replaceAll(/[[\]\\]/g, '\\$&')}]${value === undefined ? '' : `:${value.kind}:${action(value)}`}`

function action(value: CompletedValue): string {
  switch (value.kind) {
    case 'choice':
      return `(${value.choices.join(' ')})`
    case 'contract':
      return '_files -g "*.(yaml|yml|json)"'
    case 'folder':
      return '_files -/'
    case 'file':
      return '_files'
    case 'text':
      return ' '
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
