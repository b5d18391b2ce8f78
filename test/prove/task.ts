/** What a process is told when it is started. */
export interface Task {
  readonly role: Role
  /** Tells processes apart; keys and chance depend on it. */
  readonly index: number
  readonly transport: string
  /** Where the broker is, by way of this process's own proxy. */
  readonly url: string
  /** Where the application's database is, likewise; without one there is neither outbox nor inbox. */
  readonly databaseUrl?: string
  /** Where the ledgers are. */
  readonly folder: string
  readonly seed: number
  /** Handlers that say that they are done before they are: to see that the proof finds what that loses. */
  readonly hasty: boolean
}

export type Role = keyof typeof cast

/** How many processes of each role there are. */
export const cast = { publisher: 1, writer: 1, relay: 2, consumer: 2 }

export const taskOf = (environment: NodeJS.ProcessEnv): Task => JSON.parse(environment['PROVE_TASK'] ?? '')

export const application = 'proof'

/** Each gets every event. What `once` does, it does in the database, by an inbox. */
export const subscriptions = { loose: 'none', ordered: 'per-key', once: 'none' } as const

export type SubscriptionName = keyof typeof subscriptions
