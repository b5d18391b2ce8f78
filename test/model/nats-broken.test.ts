import { nats } from '@tidings/runtime/nats'
import type { Connection, Intake, Transport } from '@tidings/runtime/transport'
import { describe, expect, onTestFinished, test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { runModel } from './run-model.js'

const { isMissing, note, startPrivate } = brokers.nats
const connect = { pingInterval: 500, maxPingOut: 2, reconnectTimeWait: 100 }

interface Defect {
  readonly connection?: (original: Connection, connect: () => Promise<Connection>) => Partial<Connection>
  readonly intake?: (original: Intake) => Partial<Intake>
}

const over = <T extends object>(original: T, changes: Partial<T> = {}): T =>
  new Proxy(original, {
    get(target, name) {
      const value = Reflect.get(name in changes ? changes : target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** `direct` leads to the broker itself, whatever becomes of the way that an instance has to it. */
const broken = (transport: Transport, direct: Transport, { connection, intake }: Defect): Transport => ({
  ...transport,
  async connect(options) {
    const original = await transport.connect(options)
    const changes = connection?.(original, () => direct.connect(options))
    return over(over(original, changes), {
      async open(place) {
        const opened = await original.open(place)
        return over(opened, intake?.(opened))
      },
    })
  },
})

let count = 0
const losing: Defect = {
  connection: (original) => ({
    async carry(messages, options) {
      return ++count % 3 === 0 ? messages.map(() => undefined) : original.carry(messages, options)
    },
  }),
}
const neverDone: Defect = { intake: (original) => ({ acknowledge: (holdings) => original.return(holdings) }) }
const overtaking: Defect = {
  connection: (original, connect) => ({
    async carry(messages, options) {
      if (++count % 2 !== 0) return original.carry(messages, options)
      void carryLate(connect, messages)
      return messages.map(() => undefined)
    },
  }),
}

/** Whatever becomes of the instance or the broker meanwhile: it is late, and not lost. */
async function carryLate(connect: () => Promise<Connection>, messages: Parameters<Connection['carry']>[0]) {
  for (let tries = 0; tries < 10; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const connection = await connect().catch(() => undefined)
    const carried = Promise.resolve(connection?.carry(messages))
    const failed = await carried.catch(() => [new Error('not carried')])
    await connection?.close()
    if (failed?.every((each) => each === undefined)) return
  }
}

describe.skipIf(isMissing)(`the model finds${note}`, () => {
  test.each([
    ['a message that is lost', losing, false, /lost: /],
    ['one that is handed out after it was acknowledged', neverDone, false, /was handed out after it was acknowledged/],
    [
      'one that overtakes another of its key',
      overtaking,
      true,
      /was handed out to \d before .* of the same key was over/,
    ],
  ])('%s', { timeout: 120_000 }, async (_, defect, ordered, message) => {
    const broker = await startPrivate()
    onTestFinished(() => broker.remove())
    const through = (servers: string) => nats({ servers, connect, leaseMs: 1_000, publishTimeoutMs: 3_000 })
    const transport = (servers: string) => broken(through(servers), through(broker.url), defect)
    // What is late comes in the end, though its instance be silenced meanwhile; what is lost is not waited for so long.
    const patienceMs = defect === losing ? 5_000 : 60_000
    const run = runModel({ broker, transport, leaseMs: 1_000, ordered, runs: 40, patienceMs })
    await expect(run).rejects.toThrow(message)
  })
})
