import type { AnyEvent, Hooks } from '@tidings/runtime'

/** What became of one attempt, or of an event that is tried no more. */
export interface Entry {
  readonly subscription: string
  readonly outcome: string
}

/** Writes down what goes on in a bus. */
export interface Journal {
  readonly hooks: Hooks
  /** What was published since the last time: by people, and by handlers. */
  published(): { readonly first: readonly AnyEvent[]; readonly followed: readonly AnyEvent[] }
  /** What handlers did since the last time. */
  handled(): readonly Entry[]
}

export function createJournal(): Journal {
  const events: AnyEvent[] = []
  const entries: Entry[] = []
  const write = (subscription: string, outcome: string) => void entries.push({ subscription, outcome })
  return {
    hooks: {
      published: ({ event }) => void events.push(event),
      handled: ({ delivery }) => write(delivery.subscription, `attempt ${delivery.attempt}   done`),
      failed: ({ delivery, error }) =>
        write(delivery.subscription, `attempt ${delivery.attempt}   failed: ${(error as Error).message}`),
      deadLettered: ({ subscription, details }) =>
        write(subscription, `dead letter after ${details.attempts} attempts`),
    },
    published() {
      const all = events.splice(0)
      return { first: all.filter((event) => !hasCause(event)), followed: all.filter(hasCause) }
    },
    handled: () => entries.splice(0),
  }
}

const hasCause = ({ extensions }: AnyEvent) => 'causationid' in extensions
