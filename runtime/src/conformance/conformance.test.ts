import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { conformanceChecks } from './checks/index.js'
import { defects } from './fixtures/defects.js'
import { intercept } from './intercept.js'
import { runCheck } from './run-check.js'
import type { Subject } from './subject.js'

const subject = (): Subject => {
  const transport = inMemory({ leaseMs: 100 })
  return { transport: () => transport }
}

test.each(conformanceChecks)('check $number: $title', async (check) => {
  expect(await runCheck(check, subject())).toEqual({ result: 'proved' })
})

test.concurrent.each(conformanceChecks)('check $number fails a transport that does not do it', async (check) => {
  const defect = defects[check.number]?.() ?? expect.unreachable(`no defect for check ${check.number}`)
  // a lease that ends gives back what a defect keeps, so there is one only where it is what is broken
  const broken = intercept(inMemory(check.number === 16 ? { leaseMs: 50 } : {}), defect)
  await expect(runCheck(check, { transport: () => broken, limitMs: 1_500, volume: 200 })).rejects.toThrow()
})

test('every check has a number of its own', () => {
  const numbers = conformanceChecks.map(({ number }) => number)
  expect(new Set(numbers).size).toBe(numbers.length)
})
