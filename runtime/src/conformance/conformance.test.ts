import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { conformanceChecks } from './checks/index.js'
import { defects } from './fixtures/defects.js'
import { intercept } from './intercept.js'
import { runCheck } from './run-check.js'
import type { Subject } from './subject.js'

const subject = (): Subject => {
  const transport = inMemory({ leaseMs: 100 })
  return { transport: () => transport, inject: transport.inject }
}

test.each(conformanceChecks)('check $number: $title', async (check) => {
  expect(await runCheck(check, subject())).toEqual({ result: 'proved' })
})

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
      const defect = defects[check.number]?.() ?? expect.unreachable(`no defect for check ${check.number}`)
      // a lease that ends gives back what a defect keeps, so there is one only where it is what is broken
      const hub = inMemory(check.number === 16 ? { leaseMs: 50 } : {})
      const transport = intercept(hub, defect)
      const outcome = runCheck(check, { transport: () => transport, inject: hub.inject, limitMs: 1_000, volume: 200 })
      return [check.number, await outcome.catch((error) => error)] as const
    }),
  ).then((entries) => new Map(entries))
  return outcomes
}

test('every check has a number of its own', () => {
  const numbers = conformanceChecks.map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
})
