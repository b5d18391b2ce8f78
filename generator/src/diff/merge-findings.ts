import type { Finding } from '@tidings/contract'

/** What one comparison of several found. */
export interface FoundAgainst {
  /** What it was compared with: `v1.2.0`. */
  readonly base: string
  readonly findings: readonly Finding[]
}

/** The findings of several comparisons with one contract: what several have found is told once, with the names of all. */
export function mergeFindings(found: readonly FoundAgainst[]): readonly Finding[] {
  const groups = new Map<
    string,
    { readonly finding: Finding; readonly bases: string[]; readonly related: Finding['related'][] }
  >()
  for (const { base, findings } of found) {
    for (const finding of findings) {
      const { rule, severity, message, place, breaks } = finding
      const key = JSON.stringify([rule, severity, message, place, breaks])
      const group = groups.get(key) ?? { finding, bases: [], related: [] }
      groups.set(key, group)
      group.bases.push(base)
      group.related.push(finding.related)
    }
  }
  return [...groups.values()].map(({ finding, bases, related }) => {
    const places = related.flatMap((each) => each ?? [])
    return {
      ...finding,
      message: `${finding.message} (against ${bases.join(', ')})`,
      ...(places.length === 0 ? {} : { related: places }),
    }
  })
}

/** In the order of files, lines and columns. */
export const inReadingOrder = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort(
    (a, b) =>
      compare(a.place?.file ?? '', b.place?.file ?? '') ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  )

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
