import type { Problem } from '../codec/validate.js'
import { type Complaint, complaintOf } from './complaint.js'
import { describeValue } from './describe-value.js'

/** What machine code says of a violated keyword. */
export interface MachineError {
  readonly keyword: string
  /** JSON pointer to the value that was judged. */
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The one problem that tells most of what is wrong with `root`. There is at least one error. */
export function problemIn(root: unknown, errors: readonly MachineError[]): Problem {
  const last = errors.at(-1)
  const causes = last !== undefined && isSummary(last) ? errors.filter((error) => !isSummary(error)) : []
  const complaints = (causes.length > 0 ? causes : errors.slice(-1)).map((error) => complaintOf(error, root))
  const [best, ...others] = complaints.sort(byTelling)
  if (best === undefined) return { pointer: '', message: 'Invalid value', keyword: 'false' }
  const expected = new Set(
    [best, ...others.filter((other) => isAlternative(other, best))].flatMap(({ expects }) => expects),
  )
  return {
    pointer: best.pointer,
    message: `${best.what}: expected ${alternatives([...expected])} but received ${best.received ?? describeValue(best.value)}`,
    keyword: best.keyword,
  }
}

/** These add nothing to what their alternatives say themselves. */
const isSummary = ({ keyword, params }: MachineError) =>
  keyword === 'anyOf' || keyword === 'if' || (keyword === 'oneOf' && params['passing'] === null)

/**
 * The deepest first: an alternative that failed further inside was nearer to the value. At the same depth a wrong
 * constant says that another alternative was meant.
 */
function byTelling(one: Complaint, other: Complaint): number {
  return depthOf(other) - depthOf(one) || Number(isConstant(one)) - Number(isConstant(other))
}

const depthOf = ({ pointer }: Complaint) => pointer.split('/').length
const isConstant = ({ keyword }: Complaint) => keyword === 'const' || keyword === 'enum'

/** What alternatives expect of the same value is said together. */
const isAlternative = (one: Complaint, other: Complaint) =>
  one.pointer === other.pointer &&
  (one.keyword === other.keyword || (isConstant(one) && isConstant(other))) &&
  (one.keyword === 'type' || isConstant(one))

function alternatives(expected: readonly string[]): string {
  const shown = expected.length > 10 ? [...expected.slice(0, 9), `one of ${expected.length - 9} more`] : expected
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}
