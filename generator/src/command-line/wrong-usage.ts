const brand = Symbol.for('tidings.WrongUsage')

/** The command line, or what a library function was given, asks for something that cannot be. */
export class WrongUsage extends Error {
  static {
    Object.defineProperty(WrongUsage.prototype, brand, { value: true })
  }
  override readonly name = 'WrongUsage'
  readonly code = 'WRONG_USAGE'
}

/** Holds across two copies of this package. */
export const isWrongUsage = (error: unknown): error is WrongUsage =>
  typeof error === 'object' && error !== null && brand in error
