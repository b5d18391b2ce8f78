const brand = Symbol.for('@tidings/runtime/error')

/** What every error of this package is: told apart by `code`, with what lies behind it in `cause`. */
export abstract class TidingsError<Code extends string = string> extends Error {
  readonly code: Code

  constructor(code: Code, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  /** The class's name, which a bundler may not change. */
  abstract override readonly name: string

  get [brand](): true {
    return true
  }
}

/** Also true of an error made by another copy of this package, which `instanceof` would miss. */
export const isTidingsError = (value: unknown): value is TidingsError =>
  typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true

/** Makes the `is…` guard of one error class from its code. */
export const guardFor =
  <E extends TidingsError>(code: E['code']) =>
  (value: unknown): value is E =>
    isTidingsError(value) && value.code === code
