import type { Random } from './random.js'

/** One thing that goes wrong, to one of the processes or to the broker. */
export interface Trouble {
  /** How long everything is left in peace before it. */
  readonly afterMs: number
  readonly kind: 'kill' | Spoilt | 'restart'
  /** Whom it befalls, by its place among the actors; the broker is restarted for all. */
  readonly actor: number
  /** How long until what was killed, stopped or stalled goes on. */
  readonly forMs: number
}

/** What networks do to the connections of one process. */
const spoilt = ['cut', 'stall', 'silence', 'half-close by the client', 'half-close by the broker'] as const
type Spoilt = (typeof spoilt)[number]

/** `rounds` processes are killed; between that the network is spoilt, and in the middle the broker is restarted. */
export function planTroubles(random: Random, rounds: number, actors: number): readonly Trouble[] {
  const kinds: Trouble['kind'][] = []
  for (let round = 0; round < rounds; round++) {
    kinds.push('kill')
    if (round % 2 === 1) kinds.push(random.one(spoilt))
    if (round === Math.floor(rounds / 2) || (round > 0 && round % 10 === 0)) kinds.push('restart')
  }
  return kinds.map((kind) => ({
    kind,
    actor: random.between(0, actors - 1),
    afterMs: random.between(100, 1_500),
    forMs: random.between(0, 500),
  }))
}
