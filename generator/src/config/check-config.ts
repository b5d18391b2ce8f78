import type { Finding, Place } from '@tidings/contract'
import { illegalValue, unknownKey, wrongShape } from './config-findings.js'
import { type ConfigKey, type ConfigKeys, isObject } from './config-key.js'
import { configKeys } from './config-keys.js'

/** The way to a value in a config: `['projects', 0, 'out']`. */
export type ConfigPath = readonly (string | number)[]

/** Where a value of the config stands, or its key. */
export type PlaceInConfig = (path: ConfigPath, what: 'value' | 'key') => Place

/** Says what is wrong with what a config file holds. */
export function checkConfig(config: unknown, placeOf: PlaceInConfig): readonly Finding[] {
  return isObject(config) ? checkKeys(config, configKeys, []) : [wrongShape(config, placeOf([], 'value'))]

  function checkKeys(value: Readonly<Record<string, unknown>>, keys: ConfigKeys, path: ConfigPath): Finding[] {
    const holder = path.length === 0 ? 'the config file' : `${JSON.stringify(nameOf(path))} of the config file`
    return Object.entries(value).flatMap(([name, member]) => {
      const key = Object.hasOwn(keys, name) ? keys[name] : undefined
      const at = [...path, name]
      return key === undefined
        ? [unknownKey(name, holder, Object.keys(keys), placeOf(at, 'key'))]
        : checkValue(member, key, at)
    })
  }

  function checkValue(value: unknown, key: ConfigKey, path: ConfigPath): Finding[] {
    const { accepts, takes, keys, entries, members } = key
    if (value === undefined) return []
    if (!accepts(value)) return [illegalValue(nameOf(path), value, takes, placeOf(path, 'value'))]
    if (keys !== undefined && isObject(value)) return checkKeys(value, keys, path)
    if (members !== undefined && isObject(value)) {
      return Object.entries(value).flatMap(([name, member]) => checkValue(member, members, [...path, name]))
    }
    if (entries === undefined || !Array.isArray(value)) return []
    return value.flatMap((entry, index) => {
      const at = [...path, index]
      return isObject(entry)
        ? checkKeys(entry, entries, at)
        : [illegalValue(nameOf(at), entry, 'an object', placeOf(at, 'value'))]
    })
  }
}

/** `projects[0].out` */
const nameOf = (path: ConfigPath): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
