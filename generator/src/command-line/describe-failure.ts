/** Where to tell us of a fault of ours. */
const reportTo = 'https://github.com/tidings/tidings/issues'

/** Failures whose message says all that a user needs: wrong usage, or a world that does not let us. */
const known: ReadonlySet<unknown> = new Set([
  'WRONG_USAGE',
  'UNREADABLE_CONTRACT',
  'OUTPUT_FOLDER_BUSY',
  'UNUSABLE_OUTPUT_FOLDER',
  'MODELS_FAILED',
])

/** What the system's own errors mean. */
const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EEXIST: 'something else stands there',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  EBUSY: 'it is in use',
}

/** Whether a failure is one of usage or of the world, and not a fault of ours. */
export const isKnownFailure = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && (known.has(error.code) || isSystemError(error))

/** One line on a failure; on a fault of ours also where to report it, and its stack when asked for. */
export function describeFailure(error: unknown, { debug }: { readonly debug: boolean }): string {
  const stack = debug && error instanceof Error ? `\n${error.stack}` : ''
  if (isKnownFailure(error)) return `tidings: ${describeKnown(error)}${stack}`
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const hint = debug ? '' : ' (--debug prints where it arose)'
  return `tidings: internal error: ${message.split('\n')[0]}${hint}; please report it at ${reportTo}${stack}`
}

function describeKnown(error: Error & { readonly code?: unknown }): string {
  if (error.code === 'UNREADABLE_CONTRACT')
    return `${error.message}; name the file on the command line or in the config`
  return isSystemError(error) ? describeSystemError(error) : error.message
}

type SystemError = Error & { readonly code: string; readonly syscall: string; readonly path?: string }

const isSystemError = (error: Error): error is SystemError =>
  'code' in error && typeof error.code === 'string' && Object.hasOwn(systemReasons, error.code) && 'syscall' in error

function describeSystemError({ code, syscall, path }: SystemError): string {
  return `cannot ${syscall} ${path ?? ''}: ${systemReasons[code]} (${code})`
}
