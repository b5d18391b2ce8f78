import { parseArgs } from 'node:util'
import { subscriptions } from './task.js'
import { isTransportName, type TransportName, transports } from './transports.js'
import { holdTrial, type Verdict } from './trial.js'

// npm run prove [-- --transport NAME --seed N --rounds N --hasty]
const { values } = parseArgs({
  options: {
    transport: { type: 'string', multiple: true },
    seed: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    hasty: { type: 'boolean', default: false },
  },
})
const calledOff = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => calledOff.abort())
const names = values.transport ?? Object.keys(transports)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const rounds = Number(values.rounds)

if (!names.every(isTransportName) || !Number.isInteger(seed) || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`expected --transport ${Object.keys(transports).join('|')}, and whole numbers as --seed and --rounds`)
  process.exitCode = 2
} else {
  for (const name of names) await prove(name)
}

async function prove(transport: TransportName): Promise<void> {
  const begun = Date.now()
  const tell = (line: string) => console.log(`${((Date.now() - begun) / 1_000).toFixed(1).padStart(7)} s  ${line}`)
  console.log(
    `${transport}: ${rounds} kills; seed ${seed} (again: npm run prove -- --transport ${transport} --rounds ${rounds} --seed ${seed})`,
  )
  const verdict = await holdTrial({ transport, seed, rounds, hasty: values.hasty, tell, signal: calledOff.signal })
  console.log(report(verdict).join('\n'))
  if (!verdict.isProved) process.exitCode = 1
}

function report({ accepted, accounts, isProved }: Verdict): string[] {
  return [
    `${accepted} events were accepted or committed`,
    ...accounts.flatMap(({ subscription, lost, late, handled, repeated, broken }) => [
      `${subscription}: ${handled} handled, ${repeated} times again${broken.map((each) => `; ${each}`).join('')}`,
      ...lost.slice(0, 10).map(({ key, number, id }) => `  lost: number ${number} of key ${key}, ${id}`),
      ...(subscriptions[subscription] === 'per-key' ? late : [])
        .slice(0, 10)
        .map(({ key, number, id }) => `  late: number ${number} of key ${key}, ${id}`),
    ]),
    isProved ? 'proved: nothing is lost' : 'NOT proved',
  ]
}
