/** Whether the server answers: told once when it stops, and in the health while it lasts. */
export class Reachability {
  readonly #warn: (warning: Error) => void
  #problem: string | undefined

  constructor(warn: (warning: Error) => void) {
    this.#warn = warn
  }

  get problem(): string | undefined {
    return this.#problem
  }

  lost(error: unknown): void {
    const reason = reasonOf(error)
    if (this.#problem === undefined) this.#warn(new Error(`postgres is away: ${reason}`, { cause: error }))
    this.#problem = `postgres is away: ${reason}`
  }

  found(): void {
    this.#problem = undefined
  }
}

/** Also of an error whose message is empty, as Node's are when several addresses refuse. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as { readonly code?: unknown }
  return error.message !== '' ? error.message : String(code ?? error.name)
}
