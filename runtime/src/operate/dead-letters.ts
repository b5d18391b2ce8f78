import { type BusDeadLetters, busDeadLetters } from '../bus/dead-letters.js'
import { systemClock } from '../transport/clock.js'
import type { DeadLetter } from '../transport/dead-letter.js'
import { loadBus } from './load-bus.js'
import type { OperateOptions } from './parse.js'
import type { Terminal } from './terminal.js'

export const listDeadLetters = (options: OperateOptions, terminal: Terminal): Promise<void> =>
  withDeadLetters(options, terminal, async (deadLetters) => {
    const letters = await deadLetters.list({ limit: 100, ...selectionOf(options) })
    if (options.format === 'json') terminal.out(`${JSON.stringify(letters.map(toJson), undefined, 2)}\n`)
    else if (letters.length === 0) terminal.err('tidings: no dead letters\n')
    else for (const letter of letters) terminal.out(`${describe(letter)}\n`)
  })

export const redriveDeadLetters = (options: OperateOptions, terminal: Terminal): Promise<void> =>
  withDeadLetters(options, terminal, async (deadLetters) => {
    const { rate } = options
    const count = await deadLetters.redrive({ ...selectionOf(options), ...(rate !== undefined && { perSecond: rate }) })
    terminal.err(`tidings: ${count} redriven\n`)
  })

export const discardDeadLetters = (options: OperateOptions, terminal: Terminal): Promise<void> =>
  withDeadLetters(options, terminal, async (deadLetters) => {
    terminal.err(`tidings: ${await deadLetters.discard(selectionOf(options))} discarded\n`)
  })

/** The bus's; the relay's own where it has a relay and they are asked for by its name. */
async function withDeadLetters(
  { bus: file, subscription }: OperateOptions,
  { cwd }: Terminal,
  work: (deadLetters: BusDeadLetters) => Promise<void>,
): Promise<void> {
  const { bus, relay } = await loadBus(file, cwd)
  try {
    if (relay === undefined || subscription !== 'tidings-relay') return await work(bus.deadLetters)
    const shelf = { prefix: '', transport: 'postgres', deadLetters: relay.deadLetters }
    await work(busDeadLetters(async () => [shelf], { mayRedrive: () => true, clock: systemClock }))
  } finally {
    await relay?.close()
    await bus.close()
  }
}

const selectionOf = ({ subscription, type, id, limit }: OperateOptions) => ({
  ...(subscription !== undefined && { subscription }),
  ...(type !== undefined && { type }),
  ...(id !== undefined && { id }),
  ...(limit !== undefined && { limit }),
})

/** One line: which, where, why. */
function describe({ id, subscription, message, parkedAt, reason, error, attempts, redrives }: DeadLetter): string {
  const what = message === undefined ? 'no CloudEvent' : `${message.attributes.type} ${message.attributes.id}`
  const before = redrives === 0 ? '' : `, redriven ${redrives === 1 ? 'once' : `${redrives} times`} before`
  return `${id}  ${parkedAt}  ${subscription}  ${what}  ${reason} after ${attempts} attempts${before}: ${error.message}`
}

/** Bytes as base64, the data also as text where it is some. */
function toJson({ message, wire, ...letter }: DeadLetter) {
  return {
    ...letter,
    ...(message && {
      attributes: message.attributes,
      ...(message.headers && { headers: message.headers }),
      ...(message.data && { data: Buffer.from(message.data).toString(), data_base64: base64(message.data) }),
    }),
    ...(wire && { wire: { headers: wire.headers, ...(wire.body && { body_base64: base64(wire.body) }) } }),
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
