import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDepartment } from '../../examples/pizzeria/src/processes/department.js'
import { openDesk } from '../../examples/pizzeria/src/processes/open-desk.js'
import { createStandIns } from '../../examples/pizzeria/src/stand-ins/stand-ins.js'
import { type BrokerName, brokers } from '../brokers/brokers.js'
import { natsPrograms } from '../conformance/subjects/nats-programs.js'
import { findPython, type Python, run } from './python.js'

/** A program that reads what is at an address, and one that writes there. */
interface Foreign {
  read(url: string, address: string): Promise<readonly CloudEventObject[]>
  write(url: string, address: string, event: CloudEventObject): Promise<void>
}

const orderReady: CloudEventObject = {
  specversion: '1.0',
  id: 'tablet-1',
  source: 'mario-pizzeria/kitchen',
  type: 'com.mariopizzeria.order.ready.v1',
  time: '2026-03-14T18:42:00Z',
  datacontenttype: 'application/json',
  partitionkey: '17',
  data: { orderId: '17', preparationTime: 'PT11M30S' },
}

/** The pizzeria confirms an order, and the kitchen's tablet is a foreign program. */
async function converse(broker: BrokerName, { read, write }: Foreign): Promise<void> {
  const own = await brokers[broker].startPrivate()
  onTestFinished(() => own.remove())
  const services = createStandIns()
  const bus = await openDepartment('orders', own.url, services)
  onTestFinished(() => bus.close())
  const { desk, close } = await openDesk(own.url, bus, () => new Date('2026-03-14T18:30:00Z'))
  onTestFinished(close)
  const price = { amount: '7.50', currency: 'EUR' }
  await desk.place('17', [{ pizza: 'Margherita – extra große', size: 'small', quantity: 1, price }])
  await desk.confirm('17')

  let found: readonly CloudEventObject[] = []
  const look = async () => {
    found = await read(own.url, 'mario-pizzeria/orders')
    return found.length
  }
  await expect.poll(look, { timeout: 20_000, interval: 200 }).toBe(1)
  expect(found[0]).toMatchObject({
    specversion: '1.0',
    source: 'mario-pizzeria/orders',
    type: 'com.mariopizzeria.order.confirmed.v1',
    subject: '17',
    datacontenttype: 'application/json',
    data: { orderId: '17', pizzas: 1, total: price, confirmedAt: '2026-03-14T18:30:00.000Z' },
  })

  await write(own.url, 'mario-pizzeria/kitchen', orderReady)
  await expect
    .poll(() => services.screenTexts, { timeout: 20_000 })
    .toEqual(['order 17: ready, please come to the counter'])
}

const eventsIn = (lines: string) =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CloudEventObject)

/** NATS separates by dots. */
const subjectOf = (address: string) => address.replaceAll('/', '.')

const psql: Foreign = {
  read: async (url, address) =>
    eventsIn(await run('psql', [url, '-AtX', '-c', `SELECT event FROM tidings.events WHERE address = '${address}'`])),
  async write(url, address, event) {
    await run('psql', [url, '-AtX', '-c', `SELECT tidings.publish('${address}', '${JSON.stringify(event)}')`])
  },
}

const natsClient = (form: 'binary' | 'structured'): Foreign => {
  const open = async <T>(url: string, work: (foreign: ReturnType<typeof natsPrograms>['foreign']) => Promise<T>) => {
    const nc = await connect({ servers: url })
    try {
      return await work(natsPrograms(nc, await jetstreamManager(nc)).foreign)
    } finally {
      await nc.close()
    }
  }
  return {
    read: (url, address) => open(url, ({ read }) => read({ address: subjectOf(address) })),
    write: (url, address, event) => open(url, ({ write }) => write({ address: subjectOf(address) }, event, form)),
  }
}

const python = (broker: BrokerName, { run: runProgram }: Python): Foreign => {
  const place = (address: string) => (broker === 'nats' ? subjectOf(address) : address)
  return {
    read: async (url, address) => eventsIn(await runProgram([broker, 'read', url, place(address)])),
    write: async (url, address, event) =>
      void (await runProgram([broker, 'write', url, place(address)], JSON.stringify(event))),
  }
}

const timeout = 60_000

test.skipIf(brokers.postgres.isMissing)(
  `psql reads what the pizzeria publishes, and writes what it handles${brokers.postgres.note}`,
  { timeout },
  () => converse('postgres', psql),
)

test.skipIf(brokers.nats.isMissing).each(['binary', 'structured'] as const)(
  `a NATS client reads what the pizzeria publishes, and writes what it handles, %s${brokers.nats.note}`,
  { timeout },
  (form) => converse('nats', natsClient(form)),
)

describe.skipIf(brokers.nats.isMissing && brokers.postgres.isMissing)(
  'a Python program on the cloudevents package',
  () => {
    let found: Python | string = 'it was not looked for'
    beforeAll(async () => {
      found = await findPython()
    }, 300_000)
    afterAll(async () => {
      if (typeof found !== 'string') await found.remove()
    })

    test.for(['postgres', 'nats'] as const)(
      'reads from %s what the pizzeria publishes, and writes what it handles',
      { timeout },
      async (broker, { skip }) => {
        const { isMissing, note } = brokers[broker]
        if (isMissing) return skip(note)
        if (typeof found === 'string') {
          if (process.env['TIDINGS_BROKERS'] === 'required') throw new Error(found)
          return skip(found)
        }
        await converse(broker, python(broker, found))
      },
    )
  },
)
