/** What a command is given of the world. It writes results with `out`, what people are told meanwhile with `err`. */
export interface Terminal {
  /** What paths are relative to. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
}

/** Asked for in a way that cannot be meant; told without a stack. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage'
}
