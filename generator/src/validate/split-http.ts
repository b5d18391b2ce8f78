import { type HttpDump, type Intake, type Splitter, sizeLimit, tooLarge } from './intake.js'

/**
 * HTTP messages as they were on the wire, CRLF or LF, with or without their first line. A body has the bytes that
 * Content-Length says; without it, all until the next message begins. Lines of `###`, as editors' HTTP files have them,
 * part messages too.
 */
export function splitHttp(intake: Intake): Splitter {
  let kept: Buffer = Buffer.alloc(0)
  let waiting: Buffer[] = []
  let waitingSize = 0
  let line = 1
  let isOver = false
  const isStopped = (): boolean => isOver

  const advance = (length: number): void => {
    line += linesIn(kept.subarray(0, length))
    kept = kept.subarray(length)
  }

  const stop = (rule: 'not-http' | 'too-large', message: string): void => {
    intake.problem(rule, message, { line, column: 1 })
    isOver = true
  }

  /** Takes the first message of what was kept, if it is all there. */
  const takeMessage = (isLast: boolean): boolean => {
    for (let gap = 1; gap > 0; advance(gap)) gap = between.exec(kept.toString('latin1', 0, 1024))?.[0].length ?? 0
    if (kept.length === 0) return false
    const head = /^((?:[^\r\n]+\r?\n)+)\r?\n/.exec(kept.toString('latin1', 0, headLimit))
    const alone =
      head === null && isLast ? /^(?:[^\r\n]+(?:\r?\n|$))+$/.exec(kept.toString('latin1', 0, headLimit)) : null
    const whole = head?.[0] ?? alone?.[0]
    if (whole === undefined) {
      if (kept.length >= headLimit || isLast) stop('not-http', 'no empty line ends the headers; expected one')
      return false
    }
    const headers = readHeaders(whole)
    if (typeof headers === 'string') {
      stop('not-http', `the line ${JSON.stringify(headers.slice(0, 60))} is no header; expected "name: value"`)
      return false
    }
    const body = bodyAfter(whole.length, headers, isLast)
    if (body === undefined) return false
    const dump: HttpDump = { headers, body: body.bytes, line, bodyLine: line + linesIn(kept.subarray(0, whole.length)) }
    intake.http(dump)
    advance(whole.length + body.length)
    return true
  }

  /** The body that begins at an offset, and how far it goes; nothing while it is not all there. */
  const bodyAfter = (offset: number, headers: HttpDump['headers'], isLast: boolean) => {
    const header = (name: string) => headers.find(([other]) => other.toLowerCase() === name)?.[1]
    const rest = kept.subarray(offset)
    if (/chunked/i.test(header('transfer-encoding') ?? '')) return chunksOf(rest, isLast)
    const length = header('content-length')
    if (length === undefined) {
      const next = nextMessage.exec(rest.toString('latin1'))
      if (next === null && !isLast) return undefined
      const end = next === null ? rest.length : next.index
      return { bytes: trimmedEnd(rest.subarray(0, end)), length: end }
    }
    if (!/^[0-9]+$/.test(length))
      return void stop('not-http', `Content-Length is ${JSON.stringify(length)}; expected a number`)
    if (Number(length) > sizeLimit) return void stop('too-large', tooLarge)
    if (rest.length >= Number(length)) return { bytes: rest.subarray(0, Number(length)), length: Number(length) }
    if (isLast) stop('not-http', `the body has ${rest.length} bytes; expected ${length}, as Content-Length says`)
    return undefined
  }

  /** RFC 9112, section 7.1. */
  const chunksOf = (rest: Buffer, isLast: boolean) => {
    const pieces: Buffer[] = []
    for (let at = 0; ; ) {
      const size = /^([0-9A-Fa-f]{1,7})[^\r\n]*\r?\n/.exec(rest.toString('latin1', at, at + 200))
      const start = at + (size?.[0].length ?? 0)
      const end = start + Number.parseInt(size?.[1] ?? '', 16)
      if (size === null || end > rest.length) {
        if (isLast) stop('not-http', 'a chunk of the body is not all there; expected as many bytes as its size says')
        return undefined
      }
      if (start === end) {
        const trailer = /^(?:[^\r\n]+\r?\n)*\r?\n?/.exec(rest.toString('latin1', end))?.[0].length ?? 0
        return { bytes: Buffer.concat(pieces), length: end + trailer }
      }
      pieces.push(rest.subarray(start, end))
      at = end + (/^\r?\n/.exec(rest.toString('latin1', end, end + 2))?.[0].length ?? 0)
    }
  }

  const join = (): void => {
    kept = Buffer.concat([kept, ...waiting])
    waiting = []
    waitingSize = 0
  }

  return {
    push(bytes: Buffer) {
      if (isOver) return
      waiting.push(bytes)
      waitingSize += bytes.length
      // What is kept is read from its beginning again: as often as it doubles, not for each small piece.
      if (waitingSize < Math.max(enough, kept.length) && kept.length + waitingSize <= keptLimit) return
      join()
      while (!isStopped() && takeMessage(false));
      if (!isOver && kept.length > keptLimit) stop('too-large', tooLarge)
    },
    end() {
      join()
      while (!isStopped() && takeMessage(true));
    },
  }
}

const headLimit = 256 * 1024
const keptLimit = sizeLimit + headLimit
const enough = 64 * 1024

/** What may stand between two messages. */
const between = /^(?:[ \t\r\n]|###[^\n]*(?:\n|$))+/

/** `POST /events HTTP/1.1` or `HTTP/1.1 200 OK`. */
const firstLine = /^(?:[A-Z]+ \S+(?: HTTP\/[0-9.]+)?|HTTP\/[0-9.]+ [0-9]{3}.*)$/
const nextMessage = /(?:^|\n)(?=(?:[A-Z]+ \S+ HTTP\/[0-9.]+|HTTP\/[0-9.]+ [0-9]{3}[^\n]*|###[^\n]*)\r?\n)/

/** The headers of a head; where it has a line that is none, that line. */
function readHeaders(head: string): HttpDump['headers'] | string {
  const lines = Buffer.from(head, 'latin1')
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const headers: (readonly [string, string])[] = []
  for (const [index, line] of lines.entries()) {
    const header = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line)
    if (header !== null) headers.push([header[1] ?? '', header[2] ?? ''])
    else if (index > 0 || !firstLine.test(line)) return line
  }
  return headers
}

function trimmedEnd(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] as number) <= 0x20) end--
  return bytes.subarray(0, end)
}

function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines
}
