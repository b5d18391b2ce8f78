import type { Verdict } from './verdict.js'

/** How the events of one type, in one file or several, came out. */
export interface TypeSummary {
  /** The event's id in the contract; where it has none, the type; where the record says none, `(unknown)`. */
  readonly event: string
  readonly count: number
  readonly invalid: number
  /** The `time` of the earliest and of the latest, RFC 3339; absent where none says one. */
  readonly first?: string
  readonly last?: string
}

export interface Tally {
  add(verdict: Verdict, isInvalid: boolean): void
  readonly count: number
  readonly invalid: number
  /** By event. */
  summary(): readonly TypeSummary[]
}

/** Types that no contract knows can be as many as there are events. */
const mostTypes = 10_000
const others = '(others)'

export function createTally(): Tally {
  const rows = new Map<string, Row>()
  let count = 0
  let invalid = 0
  const rowOf = (name: string): Row => {
    const known = rows.get(name)
    if (known !== undefined) return known
    if (rows.size >= mostTypes && name !== others) return rowOf(others)
    const row: Row = { count: 0, invalid: 0 }
    rows.set(name, row)
    return row
  }
  return {
    add(verdict, isInvalid) {
      const row = rowOf(nameOf(verdict))
      count++
      row.count++
      if (isInvalid) {
        invalid++
        row.invalid++
      }
      if (typeof verdict.time !== 'string' || (isInvalid && Number.isNaN(Date.parse(verdict.time)))) return
      if (row.first === undefined || isBefore(verdict.time, row.first)) row.first = verdict.time
      if (row.last === undefined || isBefore(row.last, verdict.time)) row.last = verdict.time
    },
    get count() {
      return count
    },
    get invalid() {
      return invalid
    },
    summary: () =>
      [...rows].map(([event, row]) => ({ event, ...row })).sort((one, other) => (one.event < other.event ? -1 : 1)),
  }
}

interface Row {
  count: number
  invalid: number
  first?: string
  last?: string
}

/** Most are in UTC and equally exact, so that their texts tell. */
function isBefore(one: string, other: string): boolean {
  if (one.length === other.length && one.endsWith('Z') && other.endsWith('Z')) return one < other
  return Date.parse(one) < Date.parse(other)
}

function nameOf({ events, type }: Verdict): string {
  const [event] = events
  if (event !== undefined) return events.length === 1 ? event.id : events.map(({ id }) => id).join(' or ')
  return typeof type === 'string' && type !== '' ? type.slice(0, 200) : '(unknown)'
}
