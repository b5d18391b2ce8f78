import { deepStrictEqual } from 'node:assert/strict'

/** Rejects unless both are alike, with what was to be proved in front. */
export function same(actual: unknown, expected: unknown, what: string): void {
  try {
    deepStrictEqual(actual, expected)
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Rejects unless it holds. */
export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

/** What a promise rejects with; rejects itself when it does not. */
export async function rejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error(`${what}: expected a rejection`)
}
