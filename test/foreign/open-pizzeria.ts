import { PizzeriaOrderConfirmed } from '@mario/pizzeria-events'
import { createBus } from '@tidings/runtime'
import { kafka } from '@tidings/runtime/kafka'
import { mqtt } from '@tidings/runtime/mqtt'
import { nats } from '@tidings/runtime/nats'
import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { redis } from '@tidings/runtime/redis'
import type { Transport } from '@tidings/runtime/transport'
import { openDepartment } from '../../examples/pizzeria/src/processes/department.js'
import { openDesk } from '../../examples/pizzeria/src/processes/open-desk.js'
import { transportFrom } from '../../examples/pizzeria/src/processes/transport-from.js'
import { createStandIns } from '../../examples/pizzeria/src/stand-ins/stand-ins.js'

/** How events stand on the wire. */
export type Form = 'binary' | 'structured'

/** Its orders, over a broker that foreign programs reach too. */
export interface Pizzeria {
  readonly url: string
  /** What the screen at the counter has shown. */
  readonly screenTexts: readonly string[]
  /** Confirms an order, and says its number. */
  confirmOrder(): Promise<string>
  close(): Promise<void>
}

export const price = { amount: '7.50', currency: 'EUR' }

let orders = 16

export async function openPizzeria(url: string, form: Form = 'binary'): Promise<Pizzeria> {
  await makePlaces(transports[form](url))
  const services = createStandIns()
  const bus = await openDepartment('orders', url, services, transports[form](url))
  const { desk, close } = await openDesk(url, bus, () => new Date('2026-03-14T18:30:00Z'))
  const confirmOrder = async () => {
    const order = String(++orders)
    await desk.place(order, [{ pizza: 'Margherita – extra große', size: 'small', quantity: 1, price }])
    await desk.confirm(order)
    return order
  }
  return {
    url,
    screenTexts: services.screenTexts,
    confirmOrder,
    async close() {
      await close()
      await bus.close()
    },
  }
}

/** Some transports make a stream for who publishes first, or subscribes; a foreign program wants it to be there. */
async function makePlaces(transport: Transport): Promise<void> {
  const bus = createBus({ application: 'partner', transport })
  bus.subscribe('partner', PizzeriaOrderConfirmed, async () => {})
  await bus.start()
  await bus.close()
}

const transports: Readonly<Record<Form, (url: string) => Transport>> = {
  binary: transportFrom,
  structured(url) {
    const mode = 'structured'
    const make: Readonly<Record<string, () => Transport>> = {
      'amqp:': () => rabbitmq({ url, mode }),
      'kafka:': () => kafka({ brokers: url, mode }),
      'mqtt:': () => mqtt({ url, mode }),
      // What consumers are like that are there already.
      'nats:': () => nats({ servers: url, mode, leaseMs: 2_000 }),
      'redis:': () => redis({ url, mode }),
    }
    return make[new URL(url).protocol]?.() ?? transportFrom(url)
  },
}
