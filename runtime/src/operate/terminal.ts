/** Where a command writes: results, and what people are told meanwhile. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
}

/** Asked for in a way that cannot be meant; told without a stack. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage'
}
