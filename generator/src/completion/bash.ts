import type { CompletedCommand, CompletedValue } from './completed.js'

/** A completion script for bash 3.2 and later. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  // By command: an option may take something else in another one.
  const valued = commands.flatMap(({ name: command, options }) =>
    options.flatMap(({ name, value }) =>
      value === undefined ? [] : [`    ${command}/--${name}) ${reply(value)}; return ;;`],
    ),
  )
  const each = commands.map(({ name, options, arguments: given }) => {
    const names = options.map((option) => `--${option.name}`).join(' ')
    const first = given[0]
    return `    ${name})
      if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W '${names}' -- "$current"))
      else
        ${first === undefined ? ':' : reply(first)}
      fi ;;`
  })
  return `# Completes tidings in bash: source this file, or put it where bash-completion looks for it.
_tidings() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= index IFS=$' \\t\\n'
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    if [[ \${COMP_WORDS[index]} != -* ]]; then
      command=\${COMP_WORDS[index]}
      break
    fi
  done
  case $command/$previous in
${valued.join('\n')}
  esac
  case $command in
${each.join('\n')}
    '') COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current")) ;;
  esac
}
_tidings_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($("$@"))
}
_tidings_contracts() {
  compgen -d -- "$1"
  compgen -f -X '!*.yaml' -- "$1"
  compgen -f -X '!*.yml' -- "$1"
  compgen -f -X '!*.json' -- "$1"
}
complete -F _tidings tidings
`
}

function reply(value: CompletedValue): string {
  switch (value.kind) {
    case 'choice':
      return `COMPREPLY=($(compgen -W '${value.choices.join(' ')}' -- "$current"))`
    case 'contract':
      return '_tidings_files _tidings_contracts "$current"'
    case 'folder':
      return '_tidings_files compgen -d -- "$current"'
    case 'file':
      return '_tidings_files compgen -f -- "$current"'
    case 'text':
      return ':'
  }
}
