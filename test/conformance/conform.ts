import { type CheckOutcome, conformanceChecks, runCheck, type Subject } from '@tidings/runtime/conformance'
import { expect, test } from 'vitest'

/** How many messages prove a volume; 10,000 is the full size. */
export const volume = Number(process.env.TIDINGS_VOLUME ?? 300)

/** Runs the whole suite; what is not proved is listed, so that nothing is left out unnoticed. */
export function conform(subject: () => Subject, otherwise: Readonly<Record<number, CheckOutcome>> = {}): void {
  test.each(conformanceChecks)('check $number: $title', { timeout: 60_000 }, async (check) => {
    expect(await runCheck(check, subject())).toEqual(otherwise[check.number] ?? { result: 'proved' })
  })
}
