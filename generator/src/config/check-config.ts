import type { Finding, Place } from '@tidings/contract'
import { closest } from '../command-line/closest.js'
import type { TidingsConfig } from './config.js'
import { configKeys, isObject } from './config-keys.js'

/** Says what is wrong with what a config file holds. */
export function checkConfig(value: unknown, placeOf: (key?: string) => Place): readonly Finding[] {
  if (!isObject(value)) {
    const found = Array.isArray(value) ? 'a list' : value === undefined ? 'nothing' : JSON.stringify(value)
    return [
      {
        rule: 'config-shape',
        severity: 'error',
        message: `the config file gives ${found}; expected an object`,
        place: placeOf(),
        mend: 'Begin with "export default defineConfig({ … })", or with a map in YAML or JSON.',
      },
    ]
  }
  return Object.entries(value).flatMap(([key, member]) => {
    if (!Object.hasOwn(configKeys, key)) return [unknownKey(key, placeOf(key))]
    const { accepts, takes } = configKeys[key as keyof TidingsConfig]
    return member === undefined || accepts(member) ? [] : [illegalValue(key, member, takes, placeOf(key))]
  })
}

function unknownKey(key: string, place: Place): Finding {
  const known = Object.keys(configKeys)
  const meant = closest(key, known)
  return {
    rule: 'config-key',
    severity: 'error',
    message: `the config file holds ${JSON.stringify(key)}; expected only ${known.join(', ')}`,
    place,
    mend: meant === undefined ? 'Remove it.' : `Write ${JSON.stringify(meant)}.`,
  }
}

const illegalValue = (key: string, value: unknown, takes: string, place: Place): Finding => ({
  rule: 'config-value',
  severity: 'error',
  message: `${JSON.stringify(key)} is ${describe(value)} in the config file; expected ${takes}`,
  place,
  mend: `Give it ${takes}, or remove it.`,
})

function describe(value: unknown): string {
  const text = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
