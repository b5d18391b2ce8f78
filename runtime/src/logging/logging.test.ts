import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createBus } from '../bus/create-bus.js'
import { OrderCooked, OrderPlaced } from '../bus/fixtures/events.js'
import { inMemory } from '../transports/in-memory/index.js'
import { type LoggingOptions, logging } from './logging.js'

const written: string[] = []
beforeEach(() => {
  written.length = 0
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => written.push(String(line)) > 0)
})
afterEach(() => vi.restoreAllMocks())

const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }

/** A bus whose kitchen fails twice, with what its logger was told. */
async function run(options?: LoggingOptions) {
  const told: unknown[][] = []
  const level =
    (name: string) =>
    (...given: unknown[]) =>
      void told.push([name, ...given])
  const logger = { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
  const hooks = [logging(logger, options), { trace: () => trace }]
  const bus = createBus({ transport: inMemory(), random: () => 0, hooks })
  onTestFinished(() => bus.close())
  let calls = 0
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      if (calls++ < 2) throw Object.assign(new TypeError('no dough'), { code: 'E_DOUGH' })
    },
    { retry: { attempts: 2 } },
  )
  await bus.start()
  await bus.publish(new OrderPlaced({ orderId: '17', note: 'a secret wish' }, { id: 'e-1' }))
  await bus.publish(new OrderCooked({ orderId: '17', note: '' }, { id: 'e-2', source: 'pizzeria' }))
  await bus.idle()
  await bus.deadLetters.redrive()
  await bus.idle()
  return told
}

test('a bus tells a logger all that goes on, and standard error nothing', async () => {
  const told = await run()
  const event = { eventType: 'pizza.order.placed', eventId: 'e-1', eventSource: 'pizzeria/orders' }
  const hop = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' }
  const where = { transport: 'in-memory', address: 'orders', ...event, ...hop }
  const error = {
    name: 'TypeError',
    message: 'no dough',
    code: 'E_DOUGH',
    stack: expect.stringContaining('logging.test'),
  }
  const delivery = { subscription: 'kitchen', redeliveries: 0, durationMs: expect.any(Number), ...where }
  const sorted = told.toSorted(([, one], [, other]) =>
    String((one as { message: string }).message).localeCompare((other as { message: string }).message),
  )
  expect(sorted).toEqual([
    [
      'info',
      {
        message: expect.stringMatching(/^dead letter \S+ of kitchen was redriven$/),
        subscription: 'kitchen',
        transport: 'in-memory',
        address: 'orders',
        ...event,
      },
    ],
    [
      'warn',
      {
        message: 'kitchen failed on pizza.order.placed e-1 and is not tried again',
        ...delivery,
        attempt: 2,
        error,
      },
    ],
    [
      'warn',
      {
        message: 'kitchen failed on pizza.order.placed e-1 and is tried again in 1000 ms',
        ...delivery,
        attempt: 1,
        retryInMs: 1_000,
        error,
      },
    ],
    ['debug', { message: 'kitchen handled pizza.order.placed e-1', ...delivery, attempt: 1 }],
    [
      'error',
      {
        message: 'kitchen has a dead letter: pizza.order.placed e-1 (attempts-exhausted, attempts: 2)',
        subscription: 'kitchen',
        ...where,
        reason: 'attempts-exhausted',
        attempts: 2,
        error,
      },
    ],
    [
      'debug',
      {
        message: 'kitchen skipped pizza.order.cooked',
        subscription: 'kitchen',
        transport: 'in-memory',
        address: 'orders',
        eventType: 'pizza.order.cooked',
        eventId: 'e-2',
        eventSource: 'pizzeria',
        ...hop,
      },
    ],
    [
      'debug',
      {
        message: 'published pizza.order.cooked e-2',
        address: 'orders',
        eventType: 'pizza.order.cooked',
        eventId: 'e-2',
        eventSource: 'pizzeria',
      },
    ],
    ['debug', { message: 'published pizza.order.placed e-1', address: 'orders', ...event }],
  ])
  expect(written).toEqual([])
  expect(JSON.stringify(told)).not.toContain('secret')
})

test.each([
  ['first', [expect.objectContaining({ eventId: 'e-1' }), 'published pizza.order.placed e-1']],
  ['last', ['published pizza.order.placed e-1', expect.objectContaining({ eventId: 'e-1' })]],
] as const)('with the fields %s the message stands beside them', async (fields, wanted) => {
  const told = await run({ fields })
  expect(told).toContainEqual(['debug', ...wanted])
})

test('a warning is logged as one, and a logger that throws harms nothing', async () => {
  const seen: unknown[] = []
  const logger = {
    debug() {
      throw new Error('log away')
    },
    info() {},
    warn: (given: object) => void seen.push(given),
    error() {},
  }
  const hooks = logging(logger)
  hooks.warned?.(new Error('a lost connection'))
  expect(seen).toEqual([
    { message: 'a lost connection', error: expect.objectContaining({ name: 'Error', message: 'a lost connection' }) },
  ])
  const bus = createBus({ transport: inMemory(), hooks })
  onTestFinished(() => bus.close())
  await bus.start()
  await bus.publish(new OrderPlaced({ orderId: '17', note: '' }))
  expect(written.map((line) => line.split('\n')[0])).toEqual([
    'tidings: the hook published threw, which changes nothing but is not told again: Error: log away',
  ])
})
