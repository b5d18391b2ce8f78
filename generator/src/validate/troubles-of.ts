import { writePointer } from '@tidings/contract'
import { isInvalidEvent, isUndecodableMessage, isUnsupportedContentType, type Violation } from '@tidings/runtime'
import { isTooDeep, isUnsafeNumber, maxDepth } from './awkward.js'
import type { Candidate } from './candidates.js'
import { scanJson } from './scan-json.js'
import type { Trouble } from './verdict.js'

/** A record that is not plainly fine, and how the runtime reads it. */
export interface Doubtful {
  readonly candidates: readonly Candidate[]
  /** Reads it as a subscription would; throws what the runtime throws. */
  read(candidate: Candidate): unknown
  /** The JSON text, and where in it the data stands. */
  readonly text: string
  readonly dataAt: string
  /** Where the headers stand; nothing where they are those of HTTP. */
  readonly headersAt?: string
  readonly data: unknown
}

export interface Found {
  readonly candidate: Candidate
  readonly troubles: readonly Trouble[]
}

/**
 * What the runtime holds against a record: nothing where it takes it for one of the candidates, else what it says of
 * the one that comes nearest.
 */
export function troublesOf(doubtful: Doubtful): Found | undefined {
  const awkward = awkwardIn(doubtful)
  let nearest: (Found & { readonly depth: number }) | undefined
  for (const candidate of doubtful.candidates) {
    if (awkward.length > 0) return { candidate, troubles: awkward }
    try {
      doubtful.read(candidate)
      return { candidate, troubles: [] }
    } catch (error) {
      const troubles = explain(error, candidate, doubtful)
      const depth = depthOf(error)
      if (nearest === undefined || depth > nearest.depth) nearest = { candidate, troubles, depth }
    }
  }
  return nearest
}

/** The deeper the first problem, the more was right before it; what is missing altogether says least. */
function depthOf(error: unknown): number {
  const problem = isInvalidEvent(error) ? error.problems[0] : undefined
  if (problem === undefined) return 0
  return problem.pointer.split('/').length - (problem.keyword === 'required' ? 1 : 0)
}

const mostNumbers = 3

function awkwardIn({ text, data, dataAt }: Doubtful): readonly Trouble[] {
  if (isTooDeep(data)) {
    const message = `the data is nested more than ${maxDepth} levels deep; expected less`
    return [{ rule: 'too-deep', message, pointer: dataAt }]
  }
  const troubles: Trouble[] = []
  const depth = dataAt.split('/').length - 1
  scanJson(text, (path, start, end) => {
    const first = text.charCodeAt(start)
    if (troubles.length === mostNumbers || (first !== 0x2d && (first < 0x30 || first > 0x39))) return
    if (writePointer(path.slice(0, depth)) !== dataAt || !isUnsafeNumber(text.slice(start, end))) return
    const message = `the number ${shortened(text.slice(start, end))} is not the same in JavaScript; expected integers within ±(2^53 - 1)`
    troubles.push({ rule: 'unsafe-integer', message, pointer: writePointer(path) })
  })
  return troubles
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

function explain(error: unknown, { event }: Candidate, { dataAt, headersAt }: Doubtful): readonly Trouble[] {
  if (isInvalidEvent(error)) {
    return error.problems.map((problem) => {
      const message = partOf(problem) + problem.message
      if (problem.in === 'data') return { rule: 'invalid-event', message, pointer: `${dataAt}${problem.pointer}` }
      return {
        rule: 'invalid-event',
        message,
        pointer: headersAt ?? '',
        ...(headersAt === undefined && { inHead: true }),
      }
    })
  }
  if (isUnsupportedContentType(error)) {
    const isMeant =
      error.contentType.split(';')[0]?.trim().toLowerCase() === event.contentType.split(';')[0]?.trim().toLowerCase()
    if (isMeant)
      return [
        {
          rule: 'unjudged-content',
          message: `the data is ${error.contentType}; only JSON can be judged`,
          pointer: dataAt,
        },
      ]
    const message = `the data is said to be ${error.contentType}; expected ${event.contentType}`
    return [{ rule: 'wrong-content-type', message, pointer: headersAt === undefined ? '' : '/datacontenttype' }]
  }
  if (isUndecodableMessage(error)) {
    const rule = error.message.startsWith('No CloudEvent') ? 'invalid-cloud-event' : 'invalid-event'
    return [{ rule, message: error.message, pointer: rule === 'invalid-event' ? dataAt : '' }]
  }
  throw error
}

/** The pointer leads into the headers, which stand as text in one attribute or in headers of HTTP. */
const partOf = ({ in: part, pointer }: Violation): string =>
  part === 'headers' ? `headers${pointer === '' ? '' : ` ${pointer}`}: ` : ''
