import { formats } from '../report/formats.js'
import type { TidingsConfig } from './config.js'

/** What each key of a config takes, in words and as a check. */
export const configKeys: Readonly<Record<keyof TidingsConfig, ConfigKey>> = {
  contract: path(),
  out: path(),
  language: { takes: 'the name of a language', accepts: isText },
  perspective: oneOf(['application', 'client']),
  importExtension: oneOf(['.js', '.ts', '']),
  templates: {
    takes: 'a list of folders, packages or templates',
    accepts: (value) => Array.isArray(value) && value.every((entry) => isText(entry) || isObject(entry)),
  },
  lint: { takes: '{ extends, rules }: a rule set, and severities by rule', accepts: (value) => isObject(value) },
  allowRemoteRefs: flag(),
  allowRefsOutside: flag(),
  format: oneOf(Object.keys(formats)),
  verbose: flag(),
}

export interface ConfigKey {
  readonly takes: string
  accepts(value: unknown): boolean
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function path(): ConfigKey {
  return { takes: 'a path', accepts: isText }
}

function flag(): ConfigKey {
  return { takes: 'true or false', accepts: (value) => typeof value === 'boolean' }
}

function oneOf(values: readonly string[]): ConfigKey {
  const named = values.map((value) => JSON.stringify(value))
  return {
    takes: [named.slice(0, -1).join(', '), named.at(-1)].join(' or '),
    accepts: (value) => typeof value === 'string' && values.includes(value),
  }
}
