import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInvalidEvent } from '@tidings/runtime'
import { fromHttp, toHttp } from '@tidings/runtime/cloudevents'
import { CloudEvent } from 'cloudevents'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownDocuments } from '../documents/documents.js'
import { breakingsOf } from './breakings-of.js'
import { startCarrier } from './carry.js'
import { readings, roundTrips } from './forms.js'
import { type GeneratedEvent, generateEvents } from './generated-events.js'
import { givenOf, make, owned } from './given-of.js'
import { assertImmutable, spoil } from './immutability.js'

/** `FC_RUNS=5000 npx vitest run test/properties` looks longer; with `FC_SEED` as well, at what failed before. */
const { FC_RUNS, FC_SEED } = process.env
const numRuns = Number(FC_RUNS ?? 50)
fc.configureGlobal({ numRuns, ...(FC_SEED !== undefined && { seed: Number(FC_SEED) }) })

let folder: string
let sdks: ReadonlyMap<string, readonly GeneratedEvent[]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-properties-'))
  sdks = await generateEvents(ownDocuments, folder)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Says of which event it was, where it does not hold. */
async function holds<Values>(
  { event }: GeneratedEvent,
  property: fc.IAsyncProperty<Values> | fc.IProperty<Values>,
): Promise<void> {
  const details = await fc.check(property)
  if (!details.failed) return
  throw new Error(`${event.id}: ${fc.defaultReportMessage(details)}`, { cause: details.errorInstance })
}

describe.each(ownDocuments)('each event of $name', { timeout: 60_000 + 500 * numRuns }, ({ name }) => {
  const events = () => sdks.get(name) ?? expect.unreachable('it was not generated')

  test('holds what it was made from, and comes back from every form the same', async () => {
    for (const generated of events()) {
      const property = fc.property(givenOf(generated), (given) => {
        const event = make(generated, given)
        assert.deepEqual(
          { data: event.data, headers: event.headers },
          { data: undefined, headers: undefined, ...given },
        )
        for (const [form, there] of Object.entries(roundTrips)) {
          assert.deepEqual({ [form]: there(generated.eventClass, event) }, { [form]: [event] })
        }
      })
      await holds(generated, property)
    }
  })

  test('comes to its handler the same', async () => {
    const carrier = await startCarrier(events())
    for (const generated of events()) {
      const property = fc.asyncProperty(givenOf(generated), async (given) => {
        const event = make(generated, given)
        assert.deepEqual(await carrier.carry(generated, given, event), [event])
      })
      await holds(generated, property)
    }
    await carrier.close()
  })

  test('is a structured CloudEvent when it is stringified, as the cloudevents package judges', async () => {
    for (const generated of events()) {
      const property = fc.property(givenOf(generated), (given) => {
        const { data, ...attributes } = JSON.parse(JSON.stringify(make(generated, given)))
        assert.deepEqual(data, given.data)
        assert.equal(new CloudEvent({ ...attributes, data }).validate(), true)
      })
      await holds(generated, property)
    }
  })

  test('is immutable through and through, and leaves the given objects to whoever gave them', async () => {
    for (const generated of events()) {
      const property = fc.property(givenOf(generated), (given) => {
        const own = owned(given)
        const event = make(generated, own)
        spoil(own)
        assertImmutable(event)
        assert.deepEqual(
          { data: undefined, headers: undefined, ...given },
          { data: event.data, headers: event.headers },
        )
      })
      await holds(generated, property)
    }
  })

  test('is refused with the right pointer when one thing in it is broken, made or read, and only then', async () => {
    for (const generated of events()) {
      let broken = 0
      const property = fc.property(givenOf(generated), fc.nat(), (given, seed) => {
        const event = make(generated, given)
        for (const { part, value, pointer, isRight } of breakingsOf(generated, given, seed)) {
          const refused = problemsOf(() => make(generated, { ...given, [part]: value }))
          for (const [form, read] of Object.entries(readings)) {
            const forged = problemsOf(() => read(generated.eventClass, event, { part, value }))
            assert.deepEqual({ [form]: forged }, { [form]: refused }, `${pointer} became ${JSON.stringify(value)}`)
          }
          assert(isRight(refused), `${pointer} broken: ${JSON.stringify(refused)}`)
          if (refused !== undefined) broken++
        }
      })
      await holds(generated, property)
      expect.soft(broken > 0, `whether anything of ${generated.event.id} was broken`).toBe(isBreakable(generated))
    }
  })
})

test('an event takes the headers that it declares from whoever sends them as text, in any case, among others', async () => {
  const events = [...sdks.values()].flat().filter((generated) => declaredNames(generated).some(isToken))
  for (const generated of events) {
    const carried = givenOf(generated).filter(({ headers }) =>
      Object.entries(headers ?? {}).every(([name, value]) => declaredNames(generated).includes(name) && isToken(value)),
    )
    const property = fc.property(carried, (given) => {
      const { headers, body } = toHttp(make(generated, given))
      const own = Object.entries(headers).filter(([name]) => name !== 'ce-messageheaders')
      const sent = own.map(([name, value]): [string, string] => [name.toUpperCase(), value])
      const [event] = fromHttp(generated.eventClass, { headers: [['Host', 'example.com'], ...sent], body })
      assert.deepEqual(event?.headers, given.headers)
    })
    await holds(generated, property)
  }
  expect(events.map(({ event }) => event.id)).toEqual(['UserRemoved', 'Ping', 'ShopPriceChanged'])
})

const declaredNames = ({ event }: GeneratedEvent) =>
  typeof event.headers === 'object' ? Object.keys(event.headers.properties ?? {}) : []

/** What an HTTP header can hold, as its name or as its text. */
const isToken = (value: unknown) => /^[\w-]+$/.test(String(value))

const isBreakable = ({ event }: GeneratedEvent) => event.payload !== undefined || event.headers !== undefined

/** What a refusal says is wrong; `undefined` where nothing is refused. */
function problemsOf(work: () => unknown) {
  try {
    work()
    return undefined
  } catch (error) {
    if (isInvalidEvent(error)) return error.problems
    throw error
  }
}
