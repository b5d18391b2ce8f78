import { readFile } from 'node:fs/promises'
import type { Finding } from '@tidings/contract'
import { type ConfigPath, checkConfig, type PlaceInConfig } from './check-config.js'
import type { TidingsConfig } from './config.js'
import { isObject } from './config-key.js'
import { loadModule } from './load-module.js'
import { placeInModule } from './place-in-module.js'
import { placeOfError, reasonOf } from './place-of-error.js'

export interface ReadConfig {
  /** Absent when there is a finding. */
  readonly config?: TidingsConfig
  readonly findings: readonly Finding[]
  /** Every file that was read for it. */
  readonly files: readonly string[]
  readonly placeOf: PlaceInConfig
}

/** Reads and checks a config file. One that cannot be read, or that throws, is a finding. */
export async function readConfig(file: string): Promise<ReadConfig> {
  const read = /\.(?:json|ya?ml)$/.test(file) ? await readData(file) : await readModule(file)
  const { value, files, findings, placeOf } = read
  if (findings.length > 0) return { findings, files, placeOf }
  const wrong = [...checkConfig(value, placeOf), ...(await checkRules(value, placeOf))]
  return { ...(wrong.length === 0 && { config: value as TidingsConfig }), findings: wrong, files, placeOf }
}

/** The rules of lint are loaded only for a config that names some. */
async function checkRules(config: unknown, placeOf: PlaceInConfig): Promise<readonly Finding[]> {
  if (!isObject(config)) return []
  const projects = Array.isArray(config['projects']) ? config['projects'] : []
  const holders: readonly (readonly [unknown, ConfigPath])[] = [
    [config, []],
    ...projects.map((project: unknown, index) => [project, ['projects', index]] as const),
  ]
  const named = holders.flatMap(([holder, path]) => {
    const lint = isObject(holder) ? holder['lint'] : undefined
    const rules = isObject(lint) ? lint['rules'] : undefined
    return isObject(rules) ? Object.keys(rules).map((id) => [id, [...path, 'lint', 'rules', id]] as const) : []
  })
  if (named.length === 0) return []
  const { unknownRules } = await import('../lint/unknown-rules.js')
  return unknownRules(named.map(([id, path]) => ({ id, place: placeOf(path, 'key') })))
}

interface Read extends Omit<ReadConfig, 'config'> {
  readonly value?: unknown
}

async function readData(file: string): Promise<Read> {
  const { readDataFile } = await import('@tidings/contract')
  return { ...(await readDataFile(file)), files: [file] }
}

async function readModule(file: string): Promise<Read> {
  const text = await readFile(file, 'utf8')
  const placeOf: PlaceInConfig = (path) => ({ file, ...placeInModule(text, path) })
  const loaded = await loadModule(file, file)
  const files = [...new Set([file, ...loaded.files])]
  return 'error' in loaded
    ? { findings: [configThrew(file, loaded.error)], files, placeOf }
    : { value: loaded.value, findings: [], files, placeOf }
}

const configThrew = (file: string, error: unknown): Finding => ({
  rule: 'config-failed',
  severity: 'error',
  message: `the config file cannot be loaded: ${reasonOf(error)}`,
  place: placeOfError(error, file),
  mend: 'Correct it until "node" or your editor takes it.',
})
