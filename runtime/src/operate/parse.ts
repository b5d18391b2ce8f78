import { parseArgs } from 'node:util'
import { WrongUsage } from './terminal.js'

export interface OperateOptions {
  readonly bus: string
  readonly subscription?: string
  readonly type?: string
  readonly id?: string
  readonly limit?: number
  readonly rate?: number
  readonly all: boolean
  readonly format: 'text' | 'json'
}

const names = ['relay', 'dead-letters list', 'dead-letters redrive', 'dead-letters discard'] as const

export type CommandName = (typeof names)[number]

const text = { type: 'string' } as const

/** Throws `WrongUsage`. */
export function parse(args: readonly string[]): { readonly command: CommandName; readonly options: OperateOptions } {
  const { values, positionals } = read(args)
  const given = positionals.join(' ')
  const command = names.find((name) => name === given)
  if (command === undefined) throw new WrongUsage(`${given || 'nothing'} is no command; expected ${names.join(', ')}`)
  const { bus, subscription, type, id, format = 'text', all = false } = values
  if (bus === undefined) throw new WrongUsage('--bus FILE is missing: the module whose default export is the bus')
  if (format !== 'text' && format !== 'json') throw new WrongUsage(`--format is ${format}; expected text or json`)
  const limit = count('limit', values.limit)
  const rate = count('rate', values.rate)
  const chosen = {
    ...(subscription !== undefined && { subscription }),
    ...(type !== undefined && { type }),
    ...(id !== undefined && { id }),
  }
  const changes = command === 'dead-letters redrive' || command === 'dead-letters discard'
  if (changes && !all && Object.keys(chosen).length === 0) {
    throw new WrongUsage(`${command} needs --subscription, --type or --id; or --all`)
  }
  return {
    command,
    options: {
      bus,
      all,
      format,
      ...chosen,
      ...(limit !== undefined && { limit }),
      ...(rate !== undefined && { rate }),
    },
  }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        bus: text,
        subscription: text,
        type: text,
        id: text,
        limit: text,
        rate: text,
        format: text,
        all: { type: 'boolean' },
        debug: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new WrongUsage((error as Error).message)
  }
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (number > 0 && Number.isFinite(number)) return number
  throw new WrongUsage(`--${name} is ${value}; expected a number above 0`)
}
