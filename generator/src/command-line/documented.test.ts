import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConfigKeys } from '../config/config-key.js'
import { configKeys, configSchema } from '../config/config-keys.js'
import { table, withPart } from '../fixtures/page.js'
import { commandRules } from '../report/command-rules.js'
import { commands } from './commands.js'
import type { CommandDefinition, CommandDescription, ForwardedCommand } from './define-command.js'
import { type OptionDefinition, options } from './options.js'

const page = join(import.meta.dirname, '../../../docs/command-line.md')
const text = readFileSync(page, 'utf8')

const definitions = async (): Promise<(CommandDefinition | ForwardedCommand)[]> =>
  Promise.all(Object.values(commands).map((command) => command.load()))

// `vitest -u` writes the page.
test('docs/command-line.md tells commands, options, config and rules as they are', async () => {
  const commandsTold = withPart(text, 'commands', describeCommands(await definitions()))

  const configTold = withPart(commandsTold, 'config', describeConfig(configKeys))
  await expect(withPart(configTold, 'rules', describeRules())).toMatchFileSnapshot(page)
})

// `vitest -u` writes the schema.
test('config.schema.json says what the keys of a config take', async () => {
  const file = join(import.meta.dirname, '../../config.schema.json')

  await expect(`${JSON.stringify(configSchema, null, 2)}\n`).toMatchFileSnapshot(file)
})

test('every rule that the command itself finds by is told, and no other', () => {
  const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('-findings.ts') || path.endsWith('-config.ts'))
    .map((path) => readFileSync(join(import.meta.dirname, '..', path), 'utf8'))
  const rules = sources.flatMap((source) => [...source.matchAll(/'((?:config|init|template|output)-[a-z]+)'/g)])

  expect(Object.keys(commandRules).sort()).toEqual([...new Set(rules.map(([, rule]) => rule))].sort())
})

test('every command takes the options that all have, and shows an example', async () => {
  for (const definition of await definitions()) {
    const { name, options: taken, examples } = definition
    const isWithoutConfig = 'forward' in definition || definition.projects === 'none'
    const common = isWithoutConfig ? ['debug'] : ['project', 'config', 'format', 'report', 'debug']
    expect({ name, taken }).toEqual({ name, taken: expect.arrayContaining(common) })
    expect(examples.length).toBeGreaterThan(0)
  }
})

test('a config file holds every option but those that say how one run goes', () => {
  const lasting = Object.entries(options).filter(([, option]) => !('once' in option))

  expect(Object.keys(configKeys)).toEqual(expect.arrayContaining(lasting.map(([name]) => name)))
})

/** The commands as a chapter of the page. */
const describeCommands = (definitions: readonly CommandDescription[]): string =>
  definitions.map(describeCommand).join('\n\n')

function describeCommand({ name, summary, arguments: args, options: names, examples }: CommandDescription): string {
  const rows = names.map((option) => {
    const { flags, summary, choices }: OptionDefinition = options[option]
    const told = choices === undefined ? '' : `: ${choices.map((choice) => `\`${choice}\``).join(', ')}`
    return [`\`${flags}\``, `${summary}${told}`]
  })
  return [
    `### \`${['tidings', name, ...args.map(({ flags }) => flags), '[options]'].join(' ')}\``,
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    table(['option', 'says'], rows),
    examples.map(({ line, tells }) => `- \`${line}\`: ${tells}`).join('\n'),
  ].join('\n\n')
}

/** The keys of a config file as a table. */
const describeConfig = (keys: ConfigKeys): string => table(['key', 'takes', 'says'], rowsOf(keys))

const rowsOf = (keys: ConfigKeys, holder = ''): string[][] =>
  Object.entries(keys).flatMap(([key, { takes, says, keys: inner = {} }]) => [
    [`\`${holder}${key}\``, takes, says],
    ...rowsOf(inner, `${holder}${key}.`),
  ])

const describeRules = (): string =>
  table(
    ['rule', 'severity', 'says'],
    Object.entries(commandRules).map(([rule, { severity, says }]) => [`\`${rule}\``, severity, says]),
  )
