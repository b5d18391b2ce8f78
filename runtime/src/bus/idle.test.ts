import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderCooked, OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { turns } from './fixtures/manual-clock.js'

test('idle follows what handlers publish, in other buses of the transport too', async () => {
  const transport = inMemory()
  const seen: string[] = []
  const kitchen = createBus({ application: 'pizzeria', transport })
  kitchen.subscribe('kitchen', OrderPlaced, async (event) => {
    await turns()
    await kitchen.publish(new OrderCooked({ orderId: event.data.orderId, note: event.data.note }))
  })
  const hall = createBus({ application: 'pizzeria', transport })
  hall.subscribe('waiter', OrderCooked, async (event) => {
    await turns()
    if (event.data.note.length < 5) await hall.publish(placed(`${event.data.note}+`))
    else seen.push(event.data.note)
  })
  await Promise.all([kitchen.start(), hall.start()])
  await kitchen.publish(placed(''))
  await kitchen.idle()
  expect(seen).toEqual(['+++++'])
  await Promise.all([kitchen.close(), hall.close()])
})

test('idle does not wait between attempts, in other buses of the transport neither', async () => {
  const transport = inMemory()
  let calls = 0
  const one = createBus({ transport, hooks: quiet })
  const two = createBus({ transport, hooks: quiet })
  two.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      calls++
      throw new Error('no')
    },
    { retry: { delayMs: 10_000, attempts: 4 } },
  )
  await Promise.all([one.start(), two.start()])
  await one.publish(placed())
  await turns()
  expect(calls).toBe(1)
  await one.idle()
  expect(calls).toBe(4)
  await Promise.all([one.close(), two.close()])
})

test('a bus that starts while another is waited for does not wait between attempts either', async () => {
  const transport = inMemory()
  const busy = gate()
  const one = createBus({ transport })
  one.subscribe('busy', OrderPlaced, () => busy.opened)
  await one.start()
  await one.publish(placed())
  const idle = one.idle()
  let calls = 0
  const two = createBus({ transport, hooks: quiet })
  two.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      calls++
      throw new Error('no')
    },
    { retry: { delayMs: 20_000, factor: 1 } },
  )
  await two.start()
  await two.publish(placed())
  await turns()
  expect(calls).toBe(5)
  busy.open()
  await idle
  await Promise.all([one.close(), two.close()])
})

test('idle tells what failed since the last time', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (event, { attempt }) => {
      if (event.data.note === 'bad' || attempt === 1) throw new Error(`${event.data.note} ${attempt}`)
    },
    { retry: { attempts: 2 } },
  )
  await bus.start()
  await bus.publish(placed('shaky'))
  const first = await bus.idle()
  await bus.publish(placed('bad'))
  const second = await bus.idle()
  const messages = (facts: readonly { readonly error: unknown }[]) => facts.map(({ error }) => (error as Error).message)
  expect(messages(first.failures)).toEqual(['shaky 1'])
  expect(messages(first.deadLetters)).toEqual([])
  expect(messages(second.failures)).toEqual(['bad 1', 'bad 2'])
  expect(messages(second.deadLetters)).toEqual(['bad 2'])
  expect(await bus.idle()).toEqual({ failures: [], deadLetters: [] })
  await bus.close()
})

test('an idle bus is idle, started or not, closed or not', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.idle()
  await bus.start()
  await bus.idle()
  await bus.close()
  await bus.idle()
})

test('a bus on several transports is idle when all of them are', async () => {
  const shop = inMemory()
  const bank = inMemory()
  const channels = (server: string) => ({ [server]: { address: 'orders', servers: [server] } })
  class InShop extends OrderPlaced {
    static override readonly type = 'pizza.order.placed'
    static override readonly descriptor = { ...OrderPlaced.descriptor, name: 'InShop', channels: channels('shop') }
  }
  class AtBank extends OrderPlaced {
    static override readonly type = 'pizza.order.placed'
    static override readonly descriptor = { ...OrderPlaced.descriptor, name: 'AtBank', channels: channels('bank') }
  }
  const bus = createBus({ transport: { shop, bank } })
  let hops = 0
  bus.subscribe('there', InShop, async () => {
    await turns()
    await bus.publish(new AtBank({ orderId: '1', note: '' }))
  })
  bus.subscribe('back', AtBank, async () => {
    await turns()
    if (++hops < 5) await bus.publish(new InShop({ orderId: '1', note: '' }))
  })
  await bus.start()
  await bus.publish(new InShop({ orderId: '1', note: '' }))
  await bus.idle()
  expect(hops).toBe(5)
  await bus.close()
})

test('an event made inside a handler knows what it follows from', async () => {
  const bus = createBus({ application: 'pizzeria', transport: inMemory(), hooks: quiet })
  const made: OrderCooked[] = []
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, async (event, { attempt, correlationId, causationId }) => {
    const cooked = new OrderCooked({ orderId: '17', note: '' })
    made.push(cooked)
    expect([correlationId, causationId]).toEqual([event.id, event.id])
    if (attempt === 1) throw new Error('after making it')
    await bus.publish(cooked)
  })
  bus.subscribe('waiter', OrderCooked, ({ extensions }) => {
    seen.push([extensions['correlationid'], extensions['causationid']])
  })
  await bus.start()
  const event = placed()
  await bus.publish(event)
  await bus.idle()
  expect(seen).toEqual([[event.id, event.id]])
  expect(made).toHaveLength(2)
  expect(made[0]?.id).toBe(made[1]?.id)
  await bus.close()
})

test('a handler runs outside of whatever surrounds the publish', async () => {
  const { AsyncLocalStorage } = await import('node:async_hooks')
  const request = new AsyncLocalStorage<string>()
  const bus = createBus({ transport: inMemory() })
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, () => void seen.push(request.getStore()))
  await bus.start()
  await request.run('of somebody', () => bus.publish(placed()))
  await bus.idle()
  expect(seen).toEqual([undefined])
  await bus.close()
})
