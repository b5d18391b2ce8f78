import type { Database, Row, Session } from './database.js'

/** The slice of a `PGlite` that is needed. */
export interface PgliteInstance extends PgliteSession {
  /** Where its data are; in memory where it is absent or begins with `memory:`. */
  readonly dataDir?: string | undefined
  transaction<T>(work: (transaction: PgliteSession) => Promise<T>): Promise<T>
  listen(channel: string, callback: (payload: string) => void): Promise<(...args: never[]) => Promise<void>>
}

interface PgliteSession {
  query<T>(sql: string, parameters?: unknown[]): Promise<{ readonly rows: T[] }>
  exec(sql: string): Promise<unknown>
}

/** PGlite in this process. It has one session; all statements take turns. It stays the user's to close. */
export function openPglite(pglite: PgliteInstance): Database {
  return {
    ...sessionOf(pglite),
    transaction: async (work) => {
      const result = await pglite.transaction(async (transaction) => ({ of: await work(sessionOf(transaction)) }))
      return result.of
    },
    listen: async (channel, { notified }) => {
      const unlisten = await pglite.listen(channel, notified)
      return { check: async () => {}, close: () => unlisten() }
    },
    close: async () => {},
  }
}

const sessionOf = (session: PgliteSession): Session => ({
  query: async (sql, parameters = []) => (await session.query<Row>(sql, [...parameters])).rows,
  script: async (sql) => {
    await session.exec(sql)
  },
})

/** Whether what it holds outlives the process. */
export const isStored = ({ dataDir }: PgliteInstance): boolean =>
  dataDir !== undefined && dataDir !== '' && !dataDir.startsWith('memory:')
