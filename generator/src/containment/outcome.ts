import type { Json } from '@tidings/contract'

/** What came of looking for a value: one, the proof that there is none, or why it cannot be told. */
export type Outcome = { readonly value: Json } | { readonly none: true } | { readonly unknown: string }

export const none: Outcome = { none: true }
export const found = (value: Json): Outcome => ({ value })
export const unknown = (why: string): Outcome => ({ unknown: why })

export const isFound = (outcome: Outcome): outcome is { readonly value: Json } => 'value' in outcome
export const isNone = (outcome: Outcome): outcome is { readonly none: true } => 'none' in outcome
export const isUnknown = (outcome: Outcome): outcome is { readonly unknown: string } => 'unknown' in outcome

/** The first value that any of them finds; none only where each proves it. */
export function firstOf<T>(items: Iterable<T>, look: (item: T) => Outcome): Outcome {
  let doubt: Outcome | undefined
  for (const item of items) {
    const outcome = look(item)
    if (isFound(outcome)) return outcome
    if (isUnknown(outcome)) doubt ??= outcome
  }
  return doubt ?? none
}
