import '@tidings/runtime/testing/vitest'
import { CookingStarted, OrderCancelled, OrderCreated, OrderReady } from '@mario/pizzeria-events'
import { toCloudEvent, toJson } from '@tidings/runtime/cloudevents'
import { eventMatchers } from '@tidings/runtime/testing'
import type {} from '@tidings/runtime/testing/jest'
import { expect as jestExpect } from 'expect'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { typeCheckTexts } from '../docs/type-check.js'

const data = { orderId: '17', customerId: 'ada' }
const created = new OrderCreated(data, { id: 'e-1' })
const structured = { ...toCloudEvent(created) }

type Expectation = (value: unknown, eventClass: unknown) => void
interface Matching {
  readonly is: Expectation
  readonly isNot: Expectation
  readonly isData: Expectation
}

const vitests: Matching = {
  is: (value, eventClass) => expect(value).toBeValidEvent(eventClass as typeof OrderCreated),
  isNot: (value, eventClass) => expect(value).not.toBeValidEvent(eventClass as typeof OrderCreated),
  isData: (value, eventClass) => expect(value).toBeValidEventData(eventClass as typeof OrderCreated),
}

jestExpect.extend(eventMatchers)
const jests: Matching = {
  is: (value, eventClass) => jestExpect(value).toBeValidEvent(eventClass as typeof OrderCreated),
  isNot: (value, eventClass) => jestExpect(value).not.toBeValidEvent(eventClass as typeof OrderCreated),
  isData: (value, eventClass) => jestExpect(value).toBeValidEventData(eventClass as typeof OrderCreated),
}

const messageOf = (work: () => void): string => {
  try {
    work()
    return 'nothing'
  } catch (error) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: jest colours its messages
    return (error as Error).message.replaceAll(/\u001b\[\d+m/g, '')
  }
}

describe.each([
  ['vitest', vitests],
  ["jest's own expect", jests],
])('in %s', (_, { is, isNot, isData }) => {
  test.each([
    ['an instance', created],
    ['a structured CloudEvent', structured],
    ['its JSON text', toJson(created)],
    ['the bytes of that', new TextEncoder().encode(toJson(created))],
    ['bare data', data],
  ])('%s is a valid event', (_, value) => {
    is(value, OrderCreated)
    expect(messageOf(() => isNot(value, OrderCreated))).toBe(
      'expected anything but a valid OrderCreated, and received one',
    )
  })

  test.each([
    [
      'an instance of another class',
      new OrderReady({ orderId: '17', preparationTime: 'PT1M' }),
      'type: expected OrderCreated but received com.mariopizzeria.order.ready.v1',
    ],
    [
      'a CloudEvent with wrong data',
      { ...structured, data: { orderId: 17, customerId: 'ada' } },
      'data /orderId: Invalid type: expected string but received 17',
    ],
    [
      'a CloudEvent with a wrong time',
      { ...structured, time: 'noon' },
      'context /time: Invalid time: expected an RFC 3339 instant such as 2026-03-01T12:00:00Z but received "noon"',
    ],
    [
      'JSON text of another event',
      toJson(new OrderReady({ orderId: '17', preparationTime: 'PT1M' })),
      'No class for an event of type com.mariopizzeria.order.ready.v1: expected OrderCreated',
    ],
    ['text that is no JSON', '{', 'No CloudEvent: '],
    ['bare data', { orderId: '17' }, 'data /customerId: Missing property: expected "customerId" but received nothing'],
    ['nothing', undefined, 'data: Invalid value: expected a JSON value but received undefined'],
  ])('%s is none, and is told what is wrong', (_, value, problem) => {
    isNot(value, OrderCreated)
    expect(messageOf(() => is(value, OrderCreated))).toContain(`expected a valid OrderCreated, but\n  ${problem}`)
  })

  test('data alone is judged as data, whatever it looks like', () => {
    isData(data, OrderCreated)
    expect(messageOf(() => isData(structured, OrderCreated))).toContain(
      'expected valid data of OrderCreated, but\n  data /',
    )
  })

  test('a version is named', () => {
    expect(messageOf(() => is({}, CookingStarted))).toContain('expected a valid CookingStarted (version 2), but')
  })

  test('what is no class of an event is wrong usage', () => {
    expect(messageOf(() => is(data, undefined))).toContain(
      'expected the class of an event, such as OrderConfirmed, but received nothing',
    )
  })
})

describe('the entry for jest', () => {
  beforeAll(() => vi.stubGlobal('expect', undefined))
  afterAll(() => vi.unstubAllGlobals())

  test('says what to do where there is no global expect, and extends it where there is one', async () => {
    await expect(import('@tidings/runtime/testing/jest')).rejects.toThrow('call expect.extend(eventMatchers)')
    const extended: unknown[] = []
    vi.stubGlobal('expect', { extend: (matchers: unknown) => extended.push(matchers) })
    vi.resetModules()
    await import('@tidings/runtime/testing/jest')
    expect(Object.keys(Object(extended[0]))).toEqual(['toBeValidEvent', 'toBeValidEventData'])
  })
})

test('the matchers are typed in vitest, in jest by import, and in jest by its global types', () => {
  const use = (before: string) => `${before}
import { OrderCancelled } from '@mario/pizzeria-events'
expect({}).toBeValidEvent(OrderCancelled)
expect({}).not.toBeValidEventData(OrderCancelled)
// @ts-expect-error: text is no class
expect({}).toBeValidEvent('OrderCancelled')
`
  expect(OrderCancelled.type).toBe('OrderCancelled')
  expect(
    typeCheckTexts(
      new Map([
        ['vitest', use("import '@tidings/runtime/testing/vitest'\nimport { expect } from 'vitest'")],
        ['jest', use("import '@tidings/runtime/testing/jest'\nimport { expect } from 'expect'")],
        ['global jest', use('/// <reference types="jest" />\nimport \'@tidings/runtime/testing/jest\'')],
      ]),
    ),
  ).toEqual([])
})
