/** How long to wait for an answer before the connection is taken for dead. */
export const answerTimeoutMs = 15_000

/** The same for what may take long where there is much, and for whoever waits for it. */
export const slowTimeoutMs = 300_000

/** What a row says, by its columns' names. */
export type Row = Readonly<Record<string, unknown>>

/** Where statements run: on its own each, or together in a transaction. */
export interface Session {
  /** One statement with parameters `$1`, `$2`, …; answers with its rows. */
  query(sql: string, parameters?: readonly unknown[], options?: QueryOptions): Promise<readonly Row[]>
  /** Several statements without parameters, which may take long. */
  script(sql: string): Promise<void>
}

export interface QueryOptions {
  /** After how long no answer is a lost connection. Default 15,000 ms. */
  readonly timeoutMs?: number
  /**
   * Parsed and planned once for each of the server's connections, where it can be. Only for what no plan can do badly:
   * a plan that is kept believes for long what was true of a table once. Default `false`.
   */
  readonly isPrepared?: boolean
}

/** PostgreSQL as the transport sees it: a server behind `pg`, or PGlite in this process. */
export interface Database extends Session {
  /** Commits when the work resolves, undoes and rejects when it rejects. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Hears notifications until the listening is closed or lost. */
  listen(channel: string, listener: Listener): Promise<Listening>
  /** Lets go of what it opened itself. */
  close(): Promise<void>
}

export interface Listener {
  notified(payload: string): void
  /** The connection broke: nothing is heard any more. Told at most once. */
  lost(error: Error): void
}

export interface Listening {
  /** Rejects when the connection is dead, which alone says nothing. */
  check(timeoutMs: number): Promise<void>
  close(): Promise<void>
}
