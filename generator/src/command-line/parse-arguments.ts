import { Argument, Command, CommanderError, Option } from 'commander'
import { alternatives } from './alternatives.js'
import { closest } from './closest.js'
import { commands } from './commands.js'
import type { CommandDefinition, CommandDescription, ForwardedCommand } from './define-command.js'
import type { GivenOptions, OptionDefinition } from './options.js'
import { options } from './options.js'
import { version } from './version.js'
import { WrongUsage } from './wrong-usage.js'

/** What a command line asks for: a command, one that another package does, or a text such as the help. */
export type Asked = AskedCommand | { readonly forwarded: ForwardedCommand } | { readonly text: string }

export interface AskedCommand {
  readonly definition: CommandDefinition
  readonly arguments: readonly string[]
  readonly options: GivenOptions
}

/** Reads a command line, without the program's own name. Throws {@link WrongUsage} where it makes no sense. */
export async function parseArguments(argv: readonly string[]): Promise<Asked> {
  const name = argv.find((word) => !word.startsWith('-') && word !== 'help') ?? ''
  const definition = Object.hasOwn(commands, name) ? await commands[name]?.load() : undefined
  if (definition !== undefined && 'forward' in definition && !argv.includes('--help')) return { forwarded: definition }
  const asked: Asked[] = []
  let text = ''
  const program = createProgram({ write: (written) => (text += written) })
  for (const [commandName, { summary }] of Object.entries(commands)) {
    const command = program.command(commandName).summary(summary)
    if (definition?.name === commandName) {
      describe(command, definition)
      command.action(() => {
        if ('run' in definition) asked.push({ definition, arguments: command.args, options: command.opts() })
      })
    }
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { text }
    throw new WrongUsage(
      error.code === 'commander.help' ? `expected a command\n\n${text.trimEnd()}` : usage(error.message),
    )
  }
  return asked[0] ?? { text }
}

function createProgram(output: { write(text: string): void }): Command {
  return new Command('tidings')
    .description('One contract, every event.')
    .usage('<command> [contract] [options]')
    .version(version(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: output.write, writeErr: output.write, outputError: () => {} })
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText(
      'after',
      `\nThe contract is asyncapi.yaml unless said otherwise.\n\n  tidings <command> --help tells more of a command.`,
    )
}

function describe(command: Command, definition: CommandDescription): void {
  command
    .description(sentence(definition.summary))
    .usage(`${definition.arguments.map(({ flags }) => `${flags} `).join('')}[options]`)
  for (const { flags, summary, choices } of definition.arguments) {
    const argument = new Argument(flags, summary)
    command.addArgument(choices === undefined ? argument : argument.choices([...choices]))
  }
  for (const name of definition.options) {
    const { flags, summary, choices }: OptionDefinition = options[name]
    const option = new Option(flags, summary)
    command.addOption(choices === undefined ? option : option.choices([...choices]))
  }
  const lines = definition.examples.map(({ line, tells }) => `  ${line}\n      ${tells}`)
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Commander's message as one of ours: `unknown option '--chek'; did you mean --check?`. */
function usage(message: string): string {
  const illegal = illegalChoices.map((pattern) => pattern.exec(message)?.groups).find(Boolean)
  if (illegal !== undefined) return illegalChoice(illegal)
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n')
  const meant = suggestion === undefined ? '' : `; ${suggestion.replace(/^\(D/, 'd').replace(/\)$/, '')}`
  const known =
    first.startsWith('unknown command') && meant === '' ? `; expected ${Object.keys(commands).join(', ')}` : ''
  return `${first}${meant}${known}`
}

const illegalChoices = [
  /^error: option '(?<flag>--[\w-]+).*' argument '(?<value>.*)' is invalid\. Allowed choices are (?<list>.*)\.$/s,
  /^error: command-argument value '(?<value>.*)' is invalid for argument '(?<flag>.*)'\. Allowed choices are (?<list>.*)\.$/s,
]

function illegalChoice({ flag = '', value = '', list = '' }: Readonly<Record<string, string>>): string {
  const choices = list.split(', ')
  const meant = closest(value, choices)
  return `${flag} is ${value}; expected ${alternatives(choices)}${meant === undefined ? '' : `; did you mean ${meant}?`}`
}

const sentence = (summary: string): string => `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`
