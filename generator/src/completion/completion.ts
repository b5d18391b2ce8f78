import type { CommandDescription } from '../command-line/define-command.js'
import { bashCompletion } from './bash.js'
import { completedCommand } from './completed.js'
import { fishCompletion } from './fish.js'
import { zshCompletion } from './zsh.js'

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

export type Shell = keyof typeof scripts

export const shells = Object.keys(scripts) as readonly Shell[]

export const isShell = (name: string): name is Shell => Object.hasOwn(scripts, name)

/** The script that completes these commands in a shell. */
export const completionFor = (shell: Shell, commands: readonly CommandDescription[]): string =>
  scripts[shell](commands.map(completedCommand))
