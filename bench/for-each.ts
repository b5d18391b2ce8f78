import type { Contestant } from './measure.js'

/** Ways of doing one thing, by name; ours begin with our name. */
export type Ways<G> = Readonly<Record<string, (one: G) => unknown>>

/**
 * How often in one run: what the engine has made of the code before is lost in part by the collection that comes before
 * each run, and must not count for more than in a program that runs on.
 */
export const passes = 60

/** Contestants that do it with each of what is given, several times over. */
export const forEach = <G>(given: readonly G[], ways: Ways<G>): readonly Contestant[] =>
  Object.entries(ways).map(([name, way]) => ({
    name,
    ...(name.startsWith('tidings') && { isBaseline: true as const }),
    run: async () => {
      // What nobody uses might not be done at all.
      let last: unknown
      for (let pass = 0; pass < passes; pass++) for (const one of given) last = way(one)
      return last
    },
  }))
