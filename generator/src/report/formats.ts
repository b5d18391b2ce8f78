import { printGithub } from './print-github.js'
import { printJson } from './print-json.js'
import { printText } from './print-text.js'
import type { PrintReport } from './printing.js'

/** What `--format` may name. */
export const formats = { text: printText, json: printJson, github: printGithub } satisfies Record<string, PrintReport>

export type Format = keyof typeof formats
