import { describeError } from '../delivery/describe-error.js'
import { discardDeadLetters, listDeadLetters, redriveDeadLetters } from './dead-letters.js'
import { parse } from './parse.js'
import { runRelay } from './relay.js'
import { type Terminal, WrongUsage } from './terminal.js'
import { usage } from './usage.js'

/**
 * What operates a running system: `relay`, and `dead-letters list`, `redrive` and `discard`, all with `--bus FILE`.
 * Resolves with the exit status: 0 fine, 2 wrong usage or failure.
 */
export async function operate(args: readonly string[], terminal: Terminal): Promise<0 | 2> {
  if (args.length === 0 || args.includes('--help')) {
    terminal.out(usage)
    return args.length === 0 ? 2 : 0
  }
  try {
    const { command, options } = parse(args)
    await commands[command](options, terminal)
    return 0
  } catch (error) {
    const { name, message } = describeError(error)
    terminal.err(`tidings: ${message}\n`)
    if (error instanceof WrongUsage) terminal.err('tidings: --help tells how it is used\n')
    else if (args.includes('--debug') || (terminal.env['TIDINGS_DEBUG'] ?? '') !== '')
      terminal.err(`${(error as Error).stack ?? name}\n`)
    return 2
  }
}

const commands = {
  relay: runRelay,
  'dead-letters list': listDeadLetters,
  'dead-letters redrive': redriveDeadLetters,
  'dead-letters discard': discardDeadLetters,
} as const
