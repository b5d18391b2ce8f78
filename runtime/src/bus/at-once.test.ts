import { createHook } from 'node:async_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'

const events = 100

/** How many promises and microtasks publishing and handling events takes, each on its way alone. */
async function work(subscriptions: number) {
  const bus = createBus({ transport: inMemory() })
  onTestFinished(() => bus.close())
  let left = events * subscriptions
  let done = () => {}
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  for (let index = 0; index < subscriptions; index++) {
    bus.subscribe(`s${index}`, OrderPlaced, () => {
      if (--left === 0) done()
    })
  }
  await bus.start()
  const made = { promises: 0, microtasks: 0 }
  const counting = createHook({
    init: (_, type) => {
      if (type === 'PROMISE') made.promises++
      if (type === 'Microtask') made.microtasks++
    },
  }).enable()
  for (let index = 0; index < events; index++) await bus.publish(new OrderPlaced({ orderId: '17', note: '' }))
  await all
  counting.disable()
  return made
}

test('a publish in memory takes two promises, one of which is its await, and no microtask for each subscription', async () => {
  await work(1)
  for (const subscriptions of [1, 5, 50]) {
    const { promises, microtasks } = await work(subscriptions)
    // Each subscription asks for more once in about ten events.
    expect(promises).toBeLessThan((2.5 + 0.15 * subscriptions) * events)
    expect(microtasks).toBe(0)
  }
})
