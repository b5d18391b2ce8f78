import { reasonOf } from './reachability.js'

/** The slice of a `pg.Client` that tells where it would connect. */
interface Place {
  readonly host?: string
  readonly port?: number
  readonly database?: string
}

const encode = 'percent-encode what is special in the user and the password (@ as %40, / as %2F, # as %23, ? as %3F)'

/** Why the server was not reached, and at which place. Nothing that may be secret is in it, its cause or its stack. */
export function cannotConnect(cause: unknown, options: object, Client: new (options: object) => Place): Error {
  const { connectionString } = options as { readonly connectionString?: unknown }
  if (typeof connectionString === 'string' && mayShowPassword(connectionString)) {
    return new Error(
      `cannot connect to PostgreSQL: the connection string has an @ behind its host, so it may be read wrongly and nothing of it is shown; ${encode}`,
    )
  }
  try {
    const { host, port, database } = new Client(options)
    const place = `${host}:${port}${database === undefined ? '' : `/${database}`}`
    return new Error(`cannot connect to PostgreSQL at ${place}: ${reasonOf(cause)}`, { cause })
  } catch (error) {
    // It may hold the whole of it.
    if (isUnreadable(error))
      return new Error(`cannot connect to PostgreSQL: the connection string is no URL; ${encode}`)
    return new Error(`cannot connect to PostgreSQL: ${reasonOf(error)}`, { cause: error })
  }
}

/** A password with a `/`, `?` or `#` ends the host early, and its rest is taken for the port, the database or an option. */
const mayShowPassword = (connectionString: string): boolean =>
  connectionString.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').includes('@')

const isUnreadable = (error: unknown): boolean => error instanceof URIError || Object(error).code === 'ERR_INVALID_URL'
