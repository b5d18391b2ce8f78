import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Place } from '@tidings/contract'

/**
 * Where in the user's modules an error arose: the innermost place of its stack (or of a syntax error's message)
 * below the folder of `module`; else the beginning of `module`.
 */
export function placeOfError(error: unknown, module: string): Place {
  return placesOfError(error, dirname(module))[0] ?? { file: module, line: 1, column: 1 }
}

/** Every place below `folder` that an error tells of, the innermost first. */
export function placesOfError(error: unknown, folder: string): readonly Place[] {
  if (!(error instanceof Error)) return []
  const text = `${error.message}\n${error.stack ?? ''}`
  const places = [...text.matchAll(/(?:file:\/\/)?([^\s()'"]+?):(\d+):(\d+)/g)].flatMap(([, file = '', line]) => {
    const place = startOfLine(file, Number(line))
    return place !== undefined && file.startsWith(folder) && !/[\\/]node_modules[\\/]/.test(file) ? [place] : []
  })
  return places.length > 0 || error.cause === undefined ? places : placesOfError(error.cause, folder)
}

/** The line is kept when TypeScript is taken out of a module; the column is not. */
function startOfLine(file: string, line: number): Place | undefined {
  try {
    const text = readFileSync(file, 'utf8').split('\n')[line - 1]
    return text === undefined ? undefined : { file, line, column: text.search(/\S|$/) + 1 }
  } catch {
    return undefined
  }
}

/** What an error says, in one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim() ?? ''
