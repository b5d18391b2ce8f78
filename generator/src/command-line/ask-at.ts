import { createInterface } from 'node:readline/promises'
import { WrongUsage } from './wrong-usage.js'

/** Asks a question at a terminal. Rejects where it is left unanswered, as by Ctrl-C. */
export const askAt =
  (input: NodeJS.ReadableStream, output: NodeJS.WritableStream) =>
  async (question: string): Promise<string> => {
    const terminal = createInterface({ input, output })
    const left = new Promise<never>((_, reject) => {
      terminal.once('close', () => reject(new WrongUsage('the question was left unanswered; --yes asks none')))
    })
    try {
      return await Promise.race([terminal.question(question), left])
    } finally {
      terminal.close()
    }
  }
