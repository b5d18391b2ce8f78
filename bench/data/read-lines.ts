import { createReadStream } from 'node:fs'

/** Calls back with each line, as quickly as a hand-written loop goes. */
export async function readLines(file: string, take: (line: string) => void): Promise<void> {
  let rest = ''
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const text = rest + piece
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      take(text.slice(start, end))
      start = end + 1
    }
    rest = text.slice(start)
  }
  if (rest !== '') take(rest)
}
