import { createHash } from 'node:crypto'

/** Text as we compare it: git may have turned line ends into CRLF on the way out, which changes nothing. */
export const withoutCarriageReturns = (text: string): string => text.replaceAll('\r\n', '\n')

/** What the manifest keeps of a file: 128 bits of SHA-256 of its text, whatever its line ends. */
export const contentHash = (text: string): string =>
  createHash('sha256').update(withoutCarriageReturns(text)).digest('hex').slice(0, 32)
