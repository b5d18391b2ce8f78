import { isAscii } from 'node:buffer'
import { type Intake, type Splitter, sizeLimit, tooLarge } from './intake.js'
import { textOf } from './text-of.js'

const newline = 0x0a

/** Newline-delimited JSON: one event a line; CRLF will do. What is wrong with one line harms no other. */
export function splitLines(intake: Intake): Splitter {
  let line = 1
  let pieces: Buffer[] = []
  let size = 0
  let blank = 0
  let isBlankTold = false

  const take = (text: string): void => {
    if (text.charCodeAt(0) > 0x20 || text.trim() !== '') {
      if (blank > 0 && !isBlankTold) tellBlank()
      intake.json(text, line, 1, -1)
    } else blank ||= line
  }

  /** Once a file; at its end they are no matter. */
  const tellBlank = (): void => {
    intake.problem('blank-line', 'the line is empty; expected an event on each line', { line: blank, column: 1 })
    isBlankTold = true
  }

  /** Whole lines; what is ASCII is cut as text, which is quicker. */
  const takeAscii = (block: Buffer): void => {
    const text = block.toString('latin1')
    for (let start = 0; start < text.length; line++) {
      const end = text.indexOf('\n', start)
      take(text.slice(start, end))
      start = end + 1
    }
  }

  const takeBytes = (block: Buffer): void => {
    for (let start = 0; start < block.length; line++) {
      const end = block.indexOf(newline, start)
      const text = textOf(block.subarray(start, end), line, intake)
      if (text !== undefined) take(text)
      start = end + 1
    }
  }

  /** The line of which a part came earlier. */
  const takeBegun = (rest: Buffer): void => {
    if (size + rest.length > sizeLimit) intake.problem('too-large', tooLarge, { line, column: 1 })
    else {
      const text = textOf(Buffer.concat([...pieces, rest]), line, intake)
      if (text !== undefined) take(text)
    }
    line++
    pieces = []
    size = 0
  }

  const keep = (piece: Buffer): void => {
    size += piece.length
    // One that is too large is remembered by its size alone.
    if (size > sizeLimit) pieces = []
    else pieces.push(piece)
  }

  return {
    push(bytes: Buffer) {
      const last = bytes.lastIndexOf(newline)
      if (last < 0) {
        keep(bytes)
        return
      }
      let start = 0
      if (size > 0) {
        start = bytes.indexOf(newline) + 1
        takeBegun(bytes.subarray(0, start - 1))
      }
      const block = bytes.subarray(start, last + 1)
      if (isAscii(block)) takeAscii(block)
      else takeBytes(block)
      if (last + 1 < bytes.length) keep(bytes.subarray(last + 1))
    },
    end() {
      if (size > 0) takeBegun(Buffer.alloc(0))
    },
  }
}
