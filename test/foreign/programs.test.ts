import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type BrokerName, brokers, type RunningBroker } from '../brokers/brokers.js'
import { converse, dotted, topicOf } from './converse.js'
import { buildTablet } from './go.js'
import { type Form, openPizzeria, type Pizzeria } from './open-pizzeria.js'
import { program } from './program.js'
import { findPython } from './python.js'

/** How each broker's place of an address is named. */
const places: Readonly<Record<BrokerName, (address: string) => string>> = {
  kafka: topicOf,
  mqtt: (address) => address,
  nats: dotted,
  postgres: (address) => address,
  rabbitmq: dotted,
  redis: (address) => address,
}

const names = Object.keys(places) as readonly BrokerName[]
const here = names.filter((name) => !brokers[name].isMissing)
const formsOf = (name: BrokerName): readonly Form[] => (name === 'postgres' ? ['structured'] : ['binary', 'structured'])

const inPython = (file: string) => [join(import.meta.dirname, 'python', file)]
const programs: readonly Program[] = [
  { title: 'a program in Go on the CloudEvents SDK', language: 'go', args: [], knows: names },
  {
    title: 'a Python program on cloudevents',
    language: 'python',
    args: inPython('cloudevents_tablet.py'),
    knows: names,
  },
  {
    title: 'a Python program on FastStream',
    language: 'python',
    args: inPython('faststream_tablet.py'),
    knows: names.filter((name) => name !== 'postgres'),
  },
]

interface Program {
  readonly title: string
  readonly language: 'go' | 'python'
  readonly args: readonly string[]
  readonly knows: readonly BrokerName[]
}

/** What runs programs of a language, or why nothing does. */
const runners: Record<'go' | 'python', string | { readonly command: string; remove?(): Promise<void> }> = {
  go: 'nobody built it',
  python: 'nobody looked for it',
}

describe.skipIf(here.length === 0)('programs in other languages', () => {
  beforeAll(async () => {
    const [go, python] = await Promise.all([buildTablet(), findPython()])
    Object.assign(runners, { go, python })
  }, 900_000)
  afterAll(async () => {
    for (const runner of Object.values(runners)) if (typeof runner !== 'string') await runner.remove?.()
  })

  for (const name of names)
    describe.skipIf(brokers[name].isMissing)(`over ${name}${brokers[name].note}`, () => {
      let broker: RunningBroker | undefined
      beforeAll(async () => {
        broker = await brokers[name].startPrivate()
      }, 120_000)
      afterAll(() => broker?.remove(), 60_000)

      describe.each(formsOf(name))('%s', (form) => {
        let pizzeria: Pizzeria | undefined
        beforeAll(async () => {
          pizzeria = await openPizzeria(broker?.url ?? '', form)
        }, 60_000)
        afterAll(() => pizzeria?.close(), 60_000)

        for (const { title, language, args } of programs.filter(({ knows }) => knows.includes(name))) {
          test(`${title} reads what the pizzeria publishes, and writes what it handles`, { timeout: 90_000 }, async ({
            skip,
          }) => {
            const runner = runners[language]
            if (typeof runner === 'string') {
              if (process.env['TIDINGS_BROKERS'] === 'required') throw new Error(runner)
              return skip(runner)
            }
            if (pizzeria === undefined) throw new Error('the pizzeria is not open')
            await converse(pizzeria, program([runner.command, ...args, name, form], places[name]))
          })
        }
      })
    })
})
