import { detectForm, type Form, forms } from './forms.js'
import type { Splitter } from './intake.js'
import { BrokenGzip, type Reading } from './read-bytes.js'
import type { RecordIntake } from './take-records.js'

export interface ReadOptions {
  /** Tells the form where the beginning leaves it open. */
  readonly name: string
  readonly form: Form | undefined
  /** Called after each piece. */
  onPiece(): void
}

/** Reads one file to its end, and hands its records over as they come. */
export async function readRecords(
  { bytes }: Reading,
  intake: RecordIntake,
  { name, form, onPiece }: ReadOptions,
): Promise<void> {
  let head: Buffer = Buffer.alloc(0)
  let splitter: Splitter | undefined
  const begin = (): Splitter | undefined => {
    const rest = withoutMark(head, intake)
    if (rest === undefined) return undefined
    const begun = forms[form ?? detectForm(rest, name)](intake)
    begun.push(rest)
    return begun
  }
  try {
    for await (const piece of bytes) {
      if (splitter !== undefined) splitter.push(piece)
      else {
        head = Buffer.concat([head, piece])
        if (!tellsForm(head)) continue
        splitter = begin()
        if (splitter === undefined) return
      }
      onPiece()
    }
    splitter ??= begin()
    splitter?.end()
  } catch (error) {
    if (!(error instanceof BrokenGzip)) throw error
    intake.problem('broken-gzip', error.message, { line: 1, column: 1 })
  }
  if (intake.isEmpty) intake.problem('no-events', 'there is no event here; expected some', { line: 1, column: 1 })
}

const headSize = 64 * 1024

/** Two lines are enough, or so much without. */
function tellsForm(head: Buffer): boolean {
  const first = head.indexOf(0x0a)
  return head.length >= headSize || (first >= 0 && head.indexOf(0x0a, first + 1) >= 0)
}

/** What follows a byte-order mark, which is told of; nothing where it is that of another encoding. */
function withoutMark(head: Buffer, { problem }: RecordIntake): Buffer | undefined {
  const start = { line: 1, column: 1 }
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    problem('byte-order-mark', 'the file begins with a byte-order mark; expected JSON from the first byte', start)
    return head.subarray(3)
  }
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  if (!isUtf16) return head
  problem('not-utf8', 'the file is UTF-16; expected UTF-8', start)
  return undefined
}
