/** What a process is told when it is started. */
export interface Task {
  readonly role: Role
  /** Tells processes of one role apart; keys and chance depend on it. */
  readonly index: number
  readonly transport: string
  /** Where the broker is, by way of this process's own proxy. */
  readonly url: string
  /** Where the ledgers are. */
  readonly folder: string
  readonly seed: number
  /** Handlers that say that they are done before they are: to see that the proof finds what that loses. */
  readonly hasty: boolean
}

export type Role = 'publisher' | 'consumer'

export const taskOf = (environment: NodeJS.ProcessEnv): Task => JSON.parse(environment['PROVE_TASK'] ?? '')

export const application = 'proof'

/** Each gets every event. */
export const subscriptions = { loose: 'none', ordered: 'per-key' } as const
export const subscriptionNames = Object.keys(subscriptions) as readonly (keyof typeof subscriptions)[]
