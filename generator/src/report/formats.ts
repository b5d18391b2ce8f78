import { printGithub } from './print-github.js'
import { printJson } from './print-json.js'
import { printJunit } from './print-junit.js'
import { printSarif } from './print-sarif.js'
import { printText } from './print-text.js'
import type { PrintReport } from './printing.js'

/** What `--format` may name. */
export const formats = {
  text: printText,
  json: printJson,
  github: printGithub,
  sarif: printSarif,
  junit: printJunit,
} satisfies Record<string, PrintReport>

export type Format = keyof typeof formats
