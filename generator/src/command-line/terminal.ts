/** What the program is given of the world. `process` fits. */
export interface Terminal {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Writer
  readonly stderr: Writer
  /** Asks a question and gives the answer. Absent where nobody could answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined
  /** Standard input. */
  stdin?(): AsyncIterable<Uint8Array>
  /** Calls back when the user ends the program, instead of ending it; the result takes that back. */
  onInterrupt?(listener: () => void): () => void
}

export interface Writer {
  write(text: string): unknown
  readonly isTTY?: boolean
}

/** A line that is written over and over, on a terminal alone. What else is written to it has to clear the line first. */
export function createTicker(writer: Writer, env: Terminal['env']): { tick(line: string): void; clear(): void } {
  const isAble = writer.isTTY === true && env['TERM'] !== 'dumb'
  let isShown = false
  return {
    tick(line) {
      if (isAble) writer.write(`\r\u001b[2K${line}`)
      isShown = isAble
    },
    clear() {
      if (isShown) writer.write('\r\u001b[2K')
      isShown = false
    },
  }
}

/** Colours are for terminals, and for nobody who asked for none (https://no-color.org). */
export function takesColours({ isTTY }: Writer, env: Terminal['env']): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0'
  return isTTY === true && env['TERM'] !== 'dumb'
}
