import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import type { Check } from './check.js'
import { conformanceChecks } from './checks/index.js'
import { defects } from './fixtures/defects.js'
import { playedSubject } from './fixtures/played-broker.js'
import { type Interception, intercept } from './intercept.js'
import { runCheck } from './run-check.js'
import type { Subject } from './subject.js'

const hub = inMemory({ leaseMs: 100 })
const inProcess: Subject = { transport: () => hub, inject: hub.inject }
const needsMeans = (check: Check): boolean => check.needs?.some((need) => !(need in hub.features)) ?? false

test.each(conformanceChecks)('check $number: $title', async (check) => {
  const subject = needsMeans(check) ? playedSubject() : inProcess
  expect(await runCheck(check, subject)).toEqual({ result: 'proved' })
})

test.each(conformanceChecks.filter(({ needs }) => needs?.includes('broker')))(
  'check $number is not claimed of a subject that gives no broker, and says so',
  async (check) => {
    const subject = { ...inProcess, why: { broker: 'there is none in memory' } }
    expect(await runCheck(check, subject)).toEqual({ result: 'not claimed', reason: 'there is none in memory' })
  },
)

test.each(conformanceChecks)('check $number fails a transport that does not do it', async ({ number }) => {
  const outcome = (await broken()).get(number)
  expect(outcome).toBeInstanceOf(Error)
  expect(outcome).not.toMatchObject({ message: 'a rejection was left unhandled' })
})

let outcomes: Promise<ReadonlyMap<number, unknown>> | undefined

/** How each check ends on a transport that is broken where it looks. All at once: they mostly wait for their limit. */
function broken(): Promise<ReadonlyMap<number, unknown>> {
  outcomes ??= Promise.all(
    conformanceChecks.map(async (check) => {
      const defect = defects[check.number] ?? expect.unreachable(`no defect for check ${check.number}`)
      const limits = { limitMs: 1_000, volume: 200 }
      const outcome = runCheck(
        check,
        needsMeans(check) ? playedSubject(defect, limits) : intercepted(check, defect, limits),
      )
      return [check.number, await outcome.catch((error) => error)] as const
    }),
  ).then((entries) => new Map(entries))
  return outcomes
}

function intercepted({ number }: Check, defect: () => Interception, limits: Partial<Subject>): Subject {
  // a lease that ends gives back what a defect keeps, so there is one only where it is what is broken
  const own = inMemory(number === 16 ? { leaseMs: 50 } : {})
  const transport = intercept(own, defect())
  return { transport: () => transport, inject: own.inject, ...limits }
}

test('every check has a number of its own', () => {
  const numbers = conformanceChecks.map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
})
