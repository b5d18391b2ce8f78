import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A schema of the JSON Schema Test Suite, draft-07, and the values that it is tried on. */
export interface SuiteGroup {
  readonly file: string
  readonly description: string
  readonly schema: boolean | { readonly [keyword: string]: unknown }
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[]
}

const folder = fileURLToPath(new URL('../../../shared/json-schema-test-suite/draft7/', import.meta.url))

/** The suite stands beside the repository; elsewhere its tests are skipped. */
export const hasSuite: boolean = existsSync(folder)

export function readSuite(): readonly SuiteGroup[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const groups: Omit<SuiteGroup, 'file'>[] = JSON.parse(readFileSync(folder + file, 'utf8'))
      return groups.map((group) => ({ ...group, file }))
    })
}
