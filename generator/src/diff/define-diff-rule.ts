import type { Audience, Severity, Text } from '@tidings/contract'

/** One kind of change: whom it breaks, how it is told, and how to do it instead. */
export interface DiffRule<Hole extends string = string> {
  /** What it is to those whom it breaks: an error; a warning, where they relied on what no contract says; else an info. */
  readonly severity: Severity
  readonly breaks: readonly Audience[]
  readonly summary: string
  /** A small example, before and after. */
  readonly before: string
  readonly after: string
  /** What is wrong, then what was expected. */
  readonly message: Text<Hole>
  readonly mend: Text<Hole>
}

export const defineDiffRule = <Message extends string, Mend extends string>(
  rule: Omit<DiffRule, 'message' | 'mend'> & { readonly message: Text<Message>; readonly mend: Text<Mend> },
): typeof rule => rule
