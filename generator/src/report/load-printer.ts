import type { Format } from './formats.js'
import type { PrintReport } from './printing.js'

/** The printers of `formats`, each loaded when it is asked for: most runs need one. */
const printers: Readonly<Record<Format, () => Promise<PrintReport>>> = {
  text: async () => (await import('./print-text.js')).printText,
  json: async () => (await import('./print-json.js')).printJson,
  github: async () => (await import('./print-github.js')).printGithub,
  sarif: async () => (await import('./print-sarif.js')).printSarif,
  junit: async () => (await import('./print-junit.js')).printJunit,
}

export const loadPrinter = (format: Format): Promise<PrintReport> => printers[format]()
