import { join } from 'node:path'
import { type CheckOutcome, conformanceChecks, runCheck } from '@tidings/runtime/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenSubject, SubjectKind } from './subjects/subject-kind.js'

/** Runs the whole suite on one transport. `vitest -u` writes down how it went; docs/conformance.md is made of that. */
export function conform({ title, file, isMissing, note, open }: SubjectKind): void {
  describe.skipIf(isMissing)(`${title}${note}`, () => {
    const outcomes: Record<number, CheckOutcome> = {}
    let opened: OpenSubject
    beforeAll(async () => {
      opened = await open()
    }, 60_000)
    afterAll(() => opened.close(), 60_000)

    test.each(conformanceChecks)('check $number: $title', { timeout: 130_000 }, async (check) => {
      outcomes[check.number] = await runCheck(check, opened.subject)
    })

    test('what is written down is what was found', async ({ skip }) => {
      const isWhole = conformanceChecks.every(({ number }) => outcomes[number] !== undefined)
      if (!isWhole) skip('not all checks have run, or some failed')
      const results = join(import.meta.dirname, 'results', `${file}.json`)
      await expect(`${JSON.stringify(outcomes, null, 2)}\n`).toMatchFileSnapshot(results)
    })
  })
}
