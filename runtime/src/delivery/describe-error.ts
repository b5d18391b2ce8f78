import type { DeadLetterDetails } from '../transport/dead-letter.js'

/** What a dead letter tells of an error: nothing that only the process knows, such as a stack. */
export function describeError(error: unknown): DeadLetterDetails['error'] {
  try {
    if (!(error instanceof Error)) return { name: typeof error, message: printAny(error) }
    const { code } = error as { readonly code?: unknown }
    return { name: String(error.name), message: String(error.message), ...(typeof code === 'string' && { code }) }
  } catch {
    return { name: typeof error, message: unprintable }
  }
}

/** An error for whoever reads logs: with its stack. */
export function printError(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack ?? error) : printAny(error)
  } catch {
    return unprintable
  }
}

const printAny = (value: unknown): string =>
  typeof value === 'object' ? (JSON.stringify(value) ?? unprintable) : String(value)

// Anything may be thrown, also what throws when it is looked at.
const unprintable = 'a value that cannot be printed'
