import type { Reading } from '../contract/reading.js'
import type { Finding, Place, Severity } from '../finding/finding.js'
import type { Library } from '../reference/library.js'
import { readPointer, writePointer } from '../source/pointer.js'
import type { SourceFile } from '../source/source-file.js'
import { untame } from '../source/stumbling-blocks.js'
import { explainOperation } from './explain-operation.js'
import type { Diagnostic } from './judge.js'
import { mendFor } from './mends.js'
import { isMisfit } from './misfit.js'

/** What we look for ourselves, and say with a better place or mend. */
const ours = [
  /^invalid-ref$/,
  /^asyncapi-is-asyncapi$/,
  /^asyncapi2-operation-operationId-uniqueness$/,
  /^asyncapi2-message-messageId-uniqueness$/,
]

/** What is an error to the parser and yet does not touch the meaning. */
const harmless = /^asyncapi\d-schema-(default|examples)$/

interface Problem {
  readonly diagnostic: Diagnostic
  readonly severity: Severity
  readonly place: Place
  readonly tokens: readonly string[]
}

/** Reports the parser's diagnostics as findings: one for each problem, without the echoes of it further up. */
export function translate(
  diagnostics: readonly Diagnostic[],
  file: SourceFile,
  library: Library,
  reading: Reading,
  { advice }: { readonly advice: boolean },
): void {
  const said = reading.reporter.findings().filter(({ severity }) => severity === 'error')
  const problems = diagnostics
    .filter(({ code }) => !ours.some((pattern) => pattern.test(String(code))))
    .map((diagnostic): Problem => {
      const tokens = diagnostic.path.map(String)
      return { diagnostic, severity: severityOf(diagnostic), tokens, place: placeOf(diagnostic, file, library) }
    })
  const errors = problems.filter(({ severity }) => severity === 'error')
  const isHeard = (problem: Problem) =>
    // what the parser was not shown is told of by the reference to it
    (said.length === 0 || problem.place.file === file.path || library.get(problem.place.file)?.value !== undefined) &&
    !isEcho(problem, errors, said) &&
    !isMisfit(problem.diagnostic, diagnostics, file.value)
  const heard = errors.filter(isHeard)
  // where each is an echo of the others, all are better than none
  const told = new Set(heard.length === 0 && said.length === 0 ? errors : heard)
  for (const problem of problems) {
    const { diagnostic, severity, place } = problem
    if (severity === 'error' && !told.has(problem)) continue
    if (severity !== 'error' && !advice && !harmless.test(String(diagnostic.code))) continue
    if (diagnostic.code === 'uncaught-error') {
      reading.reporter.report('parser-failure', place, { problem: failure(diagnostic.message) })
    } else if (!explainOperation(diagnostic, place, file, reading)) {
      reading.reporter.add({
        rule: String(diagnostic.code),
        severity,
        message: untame(diagnostic.message).replace(/\s+/gu, ' ').trim(),
        place,
        mend: mendFor(String(diagnostic.code), diagnostic.message, problem.tokens),
      })
    }
  }
}

function severityOf({ code, severity }: Diagnostic): Severity {
  if (harmless.test(String(code))) return 'warning'
  return severity === 0 ? 'error' : severity === 1 ? 'warning' : 'info'
}

/** Our own places name keys and scalars alike, and see through the names that the parser was not shown. */
function placeOf({ source, path, range }: Diagnostic, file: SourceFile, library: Library): Place {
  const held = source === undefined || source === file.path ? file : library.get(source)
  const tokens = path.map(String)
  if (held !== undefined) return { file: held.path, ...held.locate(tokens), pointer: writePointer(tokens) }
  return { file: source ?? file.path, line: range.start.line + 1, column: range.start.character + 1 }
}

/** Says no more than that one of several shapes should have fitted. */
function isVague({ message }: Diagnostic): boolean {
  return /must match (exactly one|some|any|a|"then"|"else")|must not be valid|must have required property ["'](oneOf|\$ref)["']/i.test(
    message,
  )
}

/** Tells of a reference, at the place where that leads or of what is around it. */
function isMoved({ diagnostic, tokens }: Problem): boolean {
  const name = /^"(.+?)" property /.exec(diagnostic.message)?.[1]
  return name !== undefined && name !== tokens.at(-1)
}

function isUnexpected({ message }: Diagnostic): boolean {
  return /is not expected to be here/.test(message)
}

function isEcho(problem: Problem, errors: readonly Problem[], said: readonly Finding[]): boolean {
  const { tokens, place, diagnostic } = problem
  const sameFile = (other: Place | undefined) => other?.file === place.file
  const ofOurs = said.some((finding) => {
    const other = sameFile(finding.place) ? readPointer(finding.place?.pointer ?? '') : undefined
    if (other === undefined || other.length === 0) return false
    // at our finding's place, within it, or told of the very thing that holds it
    return (
      isWithin(tokens, other) || (isWithin(other, tokens) && (other.length - tokens.length <= 1 || isVague(diagnostic)))
    )
  })
  if (ofOurs) return true
  const others = errors.filter((other) => other !== problem && sameFile(other.place))
  const exact = (other: Problem) => !isVague(other.diagnostic)
  // a schema was refused as one shape and accepted, with an error deeper inside, as another
  const isOtherShape = /type must be|^Item at index \d+ must be (array|object)/.test(diagnostic.message)
  if (isOtherShape && others.some((other) => exact(other) && isBelow(other.tokens, tokens))) return true
  if (isVague(diagnostic) && isMoved(problem)) return true
  if (isVague(diagnostic))
    return others.some((other) => exact(other) && isWithin(other.tokens, tokens)) || isRepeated(problem, others, errors)
  if (isUnexpected(diagnostic)) {
    // a key of a shape that was not chosen, because of something wrong deeper inside
    const parent = tokens.slice(0, -1)
    const torn = others.some(
      (other) => isVague(other.diagnostic) && isWithin(parent, other.tokens) && other.tokens.length === parent.length,
    )
    if (
      torn &&
      others.some((other) => exact(other) && !isUnexpected(other.diagnostic) && isWithin(other.tokens, parent))
    )
      return true
  }
  return isRepeated(problem, others, errors)
}

/** Of several that tell of one place, the first remains; of equal ones the one from the document's own schema. */
function isRepeated(problem: Problem, others: readonly Problem[], errors: readonly Problem[]): boolean {
  const at = writePointer(problem.tokens)
  return others.some(
    (other) =>
      writePointer(other.tokens) === at &&
      isVague(other.diagnostic) === isVague(problem.diagnostic) &&
      errors.indexOf(other) < errors.indexOf(problem) &&
      !isUnexpected(problem.diagnostic),
  )
}

/** Whether a path is another or leads below it. */
function isWithin(path: readonly string[], other: readonly string[]): boolean {
  return other.length <= path.length && other.every((token, index) => path[index] === token)
}

function isBelow(path: readonly string[], other: readonly string[]): boolean {
  return path.length > other.length && isWithin(path, other)
}

function failure(message: string): string {
  return /message: (.*?)(?:, stack:|$)/su.exec(message)?.[1] ?? message.split('\n')[0] ?? message
}
