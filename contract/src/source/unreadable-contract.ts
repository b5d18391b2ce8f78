const brand: unique symbol = Symbol.for('tidings.UnreadableContract')

/** The contract's own file is missing or cannot be read: wrong usage, not a finding in a document. */
export class UnreadableContract extends Error {
  readonly [brand] = true
  override readonly name = 'UnreadableContract'
  readonly code = 'UNREADABLE_CONTRACT'
  /** Absolute path. */
  readonly file: string

  constructor(file: string, cause: unknown) {
    super(`cannot read the contract ${file}: ${reason(cause)}`, { cause })
    this.file = file
  }
}

/** Holds across two copies of this package. */
export function isUnreadableContract(error: unknown): error is UnreadableContract {
  return typeof error === 'object' && error !== null && brand in error
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
}

/** A file system's error in words. */
export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return Object.hasOwn(reasons, code) ? String(reasons[code]) : error instanceof Error ? error.message : String(error)
}
