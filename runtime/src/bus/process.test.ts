import { expect, test } from 'vitest'
import { runProcess } from './fixtures/run-process.js'

test('a program that publishes and closes ends by itself, with nothing left over', async () => {
  const program = `
    process.on('unhandledRejection', () => console.log('unhandled'))
    const bus = createBus({ transport: inMemory({ leaseMs: 60_000 }) })
    bus.subscribe('kitchen', OrderPlaced, async () => console.log('cooked'))
    await bus.start()
    await bus.publish(placed())
    await bus.close()
    console.log(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length)
  `
  expect(await runProcess(program)).toEqual({ code: 0, stdout: 'cooked\n0\n', stderr: '' })
})

test('an idle bus that nobody closes lets the process end', async () => {
  const program = `
    const bus = createBus({ transport: inMemory() })
    bus.subscribe('kitchen', OrderPlaced, async () => console.log('cooked'))
    await bus.start()
    await bus.publish(placed())
    console.log('published')
  `
  expect(await runProcess(program)).toEqual({ code: 0, stdout: 'published\ncooked\n', stderr: '' })
})

test('pending work keeps the process alive: what waits to be tried again, and a handler that awaits', async () => {
  const program = `
    const bus = createBus({ transport: inMemory(), hooks: { failed: () => console.log('failed') } })
    bus.subscribe('kitchen', OrderPlaced, async (_, { attempt, signal }) => {
      if (attempt === 1) throw new Error('once')
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      console.log('cooked')
    }, { retry: { delayMs: 50 }, timeoutMs: 50 })
    await bus.start()
    await bus.publish(placed())
  `
  expect(await runProcess(program)).toEqual({ code: 0, stdout: 'failed\ncooked\n', stderr: '' })
})

test('a handler that throws ends no process, and is told on standard error', async () => {
  const program = `
    const bus = createBus({ transport: inMemory() })
    bus.subscribe('sync', OrderPlaced, () => { throw new Error('sync trouble') })
    bus.subscribe('async', OrderPlaced, async () => { throw new Error('async trouble') })
    await bus.start()
    await bus.publish(placed())
    await bus.idle()
    await bus.close()
    console.log('still here')
  `
  const { code, stdout, stderr } = await runProcess(program)
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'still here\n' })
  const lines = stderr.split('\n').filter((line) => line.startsWith('tidings:'))
  expect(lines.map((line) => line.replace(/[0-9a-f-]{36}|\d+ ms/g, '…')).toSorted()).toEqual([
    'tidings: async failed on pizza.order.placed … and is tried again in …: Error: async trouble',
    'tidings: async has a dead letter: pizza.order.placed … (attempts-exhausted, attempts: 5): Error: async trouble',
    'tidings: sync failed on pizza.order.placed … and is tried again in …: Error: sync trouble',
    'tidings: sync has a dead letter: pizza.order.placed … (attempts-exhausted, attempts: 5): Error: sync trouble',
  ])
})
