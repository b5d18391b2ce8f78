import { type Intake, type Splitter, type Spot, sizeLimit, tooLarge } from './intake.js'
import { textOf } from './text-of.js'

/**
 * JSON values, one after the other, however they are laid out; of an array each item. Only where they begin and end is
 * found here, so that each can be handed to `JSON.parse`, and memory holds one of them at a time.
 */
export function splitValues(intake: Intake, start: Spot = { line: 1, column: 1 }): Splitter {
  let line = start.line
  /** The column of the first byte of this piece would be `column + at`. */
  let column = start.column
  let depth = 0
  let isText = false
  let isEscaped = false
  let isScalar = false
  let isOver = false
  /** The array whose items are split, while inside it. */
  let array: Spot | undefined
  let index = -1
  /** What may come next between values. */
  let expects: 'value' | 'item' | 'more' = 'value'
  let begun: Spot | undefined
  let pieces: Buffer[] = []
  let size = 0

  const stop = (message: string, spot: Spot): void => {
    intake.problem('not-json', message, spot)
    isOver = true
  }

  const keep = (piece: Buffer): void => {
    size += piece.length
    if (size > sizeLimit) pieces = []
    else pieces.push(piece)
  }

  const finish = (last: Buffer): void => {
    const spot = begun ?? start
    keep(last)
    if (size > sizeLimit) intake.problem('too-large', tooLarge, spot)
    else {
      const text = textOf(pieces.length === 1 ? last : Buffer.concat(pieces), spot.line, intake)
      if (text !== undefined) intake.json(text, spot.line, spot.column, index)
    }
    begun = undefined
    pieces = []
    size = 0
    expects = array === undefined ? 'value' : 'more'
  }

  /** A byte between values. Answers whether one begins with it. */
  const begins = (byte: number, spot: Spot): boolean => {
    const isOpening = array === undefined && byte === openBracket
    if (isOpening) {
      array = spot
      index = -1
      expects = 'value'
    } else if (byte === closeBracket && array !== undefined && expects !== 'item') {
      array = undefined
      index = -1
      expects = 'value'
    } else if (byte === comma && expects === 'more') expects = 'item'
    else if (byte === comma || byte === closeBracket || byte === closeBrace) {
      const shown = JSON.stringify(String.fromCharCode(byte))
      stop(`${shown} ${expects === 'item' ? 'follows a comma' : 'stands here'}; expected an event`, spot)
    } else if (expects === 'more') stop('an event follows another; expected "," or "]" between them', spot)
    else return true
    return false
  }

  return {
    push(bytes: Buffer) {
      let from = 0
      const at = (offset: number): Spot => ({ line, column: column + offset })
      for (let offset = 0; offset < bytes.length && !isOver; offset++) {
        const byte = bytes[offset] as number
        if (byte === newline) {
          line++
          column = -offset
        }
        if (begun === undefined) {
          if (byte === space || byte === newline || byte === tab || byte === carriageReturn || byte === recordSeparator)
            continue
          if (!begins(byte, at(offset))) continue
          begun = at(offset)
          if (array !== undefined) index++
          from = offset
          isText = byte === quote
          depth = byte === openBrace || byte === openBracket ? 1 : 0
          isScalar = !isText && depth === 0
        } else if (isText) {
          if (isEscaped) isEscaped = false
          else if (byte === backslash) isEscaped = true
          else if (byte === quote) {
            isText = false
            if (depth === 0) finish(bytes.subarray(from, offset + 1))
          }
        } else if (isScalar) {
          if (!endsScalar(byte)) continue
          finish(bytes.subarray(from, offset))
          if (byte === newline) continue
          offset--
        } else if (byte === quote) isText = true
        else if (byte === openBrace || byte === openBracket) depth++
        else if ((byte === closeBrace || byte === closeBracket) && --depth === 0)
          finish(bytes.subarray(from, offset + 1))
      }
      if (begun !== undefined && !isOver) keep(bytes.subarray(from))
      column += bytes.length
    },
    end() {
      if (isOver) return
      if (begun !== undefined && isScalar) finish(Buffer.alloc(0))
      if (begun !== undefined && size > sizeLimit) intake.problem('too-large', tooLarge, begun)
      else if (begun !== undefined) stop('the text ends inside the event that begins here; expected its end', begun)
      else if (array !== undefined) stop('the text ends inside the array that begins here; expected "]"', array)
    },
  }
}

const endsScalar = (byte: number): boolean =>
  byte === comma ||
  byte === closeBracket ||
  byte === closeBrace ||
  byte <= space ||
  byte === openBrace ||
  byte === openBracket

const newline = 0x0a
const carriageReturn = 0x0d
const tab = 0x09
const space = 0x20
/** Before each value of an RFC 7464 sequence. */
const recordSeparator = 0x1e
const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
