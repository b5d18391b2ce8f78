import type { CommandDefinition, ForwardedCommand } from './define-command.js'

/** Every command. A definition is loaded when it is asked for, what it needs when it runs. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  init: {
    summary: 'starts a contract and a config in a project',
    load: async () => (await import('../commands/init.js')).default,
  },
  generate: {
    summary: 'writes the SDK of a contract',
    load: async () => (await import('../commands/generate.js')).default,
  },
  model: {
    summary: 'prints the contract model as JSON',
    load: async () => (await import('../commands/model.js')).default,
  },
  lint: {
    summary: 'says what is wrong with a contract',
    load: async () => (await import('../commands/lint.js')).default,
  },
  completion: {
    summary: 'prints a script that completes tidings in a shell',
    load: async () => (await import('../commands/completion.js')).default,
  },
  diff: {
    summary: 'says what changed in a contract, and whom it breaks',
    load: async () => (await import('../commands/diff.js')).default,
  },
  validate: {
    summary: 'holds recorded events against a contract',
    load: async () => (await import('../commands/validate.js')).default,
  },
  relay: {
    summary: 'carries what the outbox recorded, until Ctrl-C',
    load: async () => (await import('../commands/relay.js')).default,
  },
  'dead-letters': {
    summary: 'lists, redrives or discards the dead letters of an application',
    load: async () => (await import('../commands/dead-letters.js')).default,
  },
}

export interface CommandEntry {
  readonly summary: string
  load(): Promise<CommandDefinition | ForwardedCommand>
}
