import { createHook } from 'node:async_hooks'
import { expect, onTestFinished, test } from 'vitest'
import type { Hooks } from '../delivery/hooks.js'
import { systemClock } from '../transport/clock.js'
import type { Outgoing } from '../transport/transport.js'
import { inMemory } from '../transports/in-memory/index.js'
import type { BusOptions } from './bus-options.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'
import { tampered } from './fixtures/tampered.js'

const events = 100

/** What publishing and handling events takes: promises made, looks at the clock, and what the transport is handed. */
async function work(hooks: BusOptions['hooks']) {
  let looks = 0
  const now = () => {
    looks++
    return systemClock.now()
  }
  const clock = { ...systemClock, now }
  const carried: Outgoing[] = []
  const transport = tampered(inMemory(), {
    connection: (real) => ({
      carry(messages, options) {
        carried.push(...messages)
        return real.carry(messages, options)
      },
    }),
  })
  const bus = createBus({ transport, clock, ...(hooks !== undefined && { hooks }) })
  onTestFinished(() => bus.close())
  let handled = 0
  let done = () => {}
  bus.subscribe('kitchen', OrderPlaced, () => {
    if (++handled === events) done()
  })
  await bus.start()
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  let promises = 0
  const counting = createHook({ init: (_, type) => void (type === 'PROMISE' && promises++) }).enable()
  for (let index = 0; index < events; index++) await bus.publish(new OrderPlaced({ orderId: '17', note: '' }))
  await all
  counting.disable()
  return { promises, looks, members: new Set(carried.flatMap((outgoing) => Object.keys(outgoing))) }
}

const all: Hooks = {
  handle: async (_, next) => next(),
  publish: (_, next) => next(),
  send: () => ({ traces: [], end: () => {} }),
  received: () => {},
  handled: () => {},
}

test('without hooks nothing is made for them: no promise, no look at the clock, no other message', async () => {
  await work(undefined)
  const off = await work(undefined)
  for (const hooks of [[], { deadLettered: () => {}, warned: () => {} }]) {
    const { promises, ...rest } = await work(hooks)
    // How often the bus asks for more depends on who is quicker.
    expect(Math.abs(promises - off.promises)).toBeLessThan(events / 2)
    expect(rest).toEqual({ looks: off.looks, members: off.members })
  }
  expect([...off.members]).toEqual(['place', 'message', 'key'])

  // That the same count sees what hooks cost, so that the above says something.
  const on = await work(all)
  expect(on.promises).toBeGreaterThan(off.promises + events)
  expect(on.looks).toBeGreaterThan(off.looks)
})

test('a publish that is handled at once takes four promises and one look at the clock', async () => {
  await work(undefined)
  const { promises, looks } = await work(undefined)
  expect(promises).toBeLessThan(5 * events)
  expect(looks).toBe(events)
})
