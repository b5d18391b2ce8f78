import type { DeadLetterDetails } from '../transport/dead-letter.js'

/** What a dead letter tells of an error: nothing that only the process knows, such as a stack. */
export function describeError(error: unknown): DeadLetterDetails['error'] {
  if (!(error instanceof Error)) return { name: typeof error, message: printAny(error) }
  const { code } = error as { readonly code?: unknown }
  return { name: error.name, message: error.message, ...(typeof code === 'string' && { code }) }
}

function printAny(value: unknown): string {
  try {
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  } catch {
    return 'a value that cannot be printed'
  }
}
