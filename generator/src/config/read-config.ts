import { readFile } from 'node:fs/promises'
import type { Finding, Place } from '@tidings/contract'
import { checkConfig } from './check-config.js'
import type { TidingsConfig } from './config.js'
import { isObject } from './config-keys.js'
import { loadModule } from './load-module.js'
import { placeOfError, reasonOf } from './place-of-error.js'

export interface ReadConfig {
  /** Absent when there is a finding. */
  readonly config?: TidingsConfig
  readonly findings: readonly Finding[]
  /** Every file that was read for it. */
  readonly files: readonly string[]
}

/** Reads and checks a config file. One that cannot be read, or that throws, is a finding. */
export async function readConfig(file: string): Promise<ReadConfig> {
  const text = await readFile(file, 'utf8')
  const placeOf = (key?: string): Place => ({ file, ...findKey(text, key) })
  const { value, files, findings } = /\.(?:json|ya?ml)$/.test(file) ? await readData(file) : await readModule(file)
  if (findings.length > 0) return { findings, files }
  const wrong = [...checkConfig(value, placeOf), ...(await checkLint(value, placeOf))]
  return wrong.length > 0 ? { findings: wrong, files } : { config: value as TidingsConfig, findings: [], files }
}

/** The rules of lint are loaded only for a config that names some. */
async function checkLint(config: unknown, placeOf: (key: string) => Place): Promise<readonly Finding[]> {
  if (!isObject(config) || !isObject(config['lint'])) return []
  const { checkLintConfig } = await import('../lint/lint-config.js')
  return checkLintConfig(config['lint'], placeOf)
}

interface Read {
  readonly value?: unknown
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
}

async function readData(file: string): Promise<Read> {
  const { readDataFile } = await import('@tidings/contract')
  const { value, findings } = await readDataFile(file)
  return { value, findings, files: [file] }
}

async function readModule(file: string): Promise<Read> {
  const loaded = await loadModule(file, file)
  const files = [...new Set([file, ...loaded.files])]
  return 'error' in loaded
    ? { findings: [configThrew(file, loaded.error)], files }
    : { value: loaded.value, findings: [], files }
}

const configThrew = (file: string, error: unknown): Finding => ({
  rule: 'config-failed',
  severity: 'error',
  message: `the config file cannot be loaded: ${reasonOf(error)}`,
  place: placeOfError(error, file),
  mend: 'Correct it until "node" or your editor takes it.',
})

/** Where a key stands, as far as text tells: its first standing before a colon. */
function findKey(text: string, key: string | undefined): { line: number; column: number } {
  const name = key?.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const index = name === undefined ? -1 : text.search(new RegExp(`(?<![\\w$])(['"]?)${name}\\1\\s*[:,]`))
  if (index === -1) return { line: 1, column: 1 }
  const before = text.slice(0, index).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
