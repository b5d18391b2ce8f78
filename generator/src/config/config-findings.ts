import type { Finding, Place } from '@tidings/contract'
import { closest } from '../command-line/closest.js'

export const wrongShape = (value: unknown, place: Place): Finding => ({
  rule: 'config-shape',
  severity: 'error',
  message: `the config file gives ${Array.isArray(value) ? 'a list' : value === undefined ? 'nothing' : describe(value)}; expected an object`,
  place,
  mend: Array.isArray(value)
    ? 'Write several projects as { projects: […] }.'
    : 'Begin with "export default defineConfig({ … })", or with a map in YAML or JSON.',
})

export function unknownKey(key: string, holder: string, known: readonly string[], place: Place): Finding {
  const meant = closest(key, known)
  return {
    rule: 'config-key',
    severity: 'error',
    message: `${holder} holds ${JSON.stringify(key)}; expected only ${known.join(', ')}`,
    place,
    mend: meant === undefined ? 'Remove it.' : `Write ${JSON.stringify(meant)}.`,
  }
}

export const illegalValue = (key: string, value: unknown, takes: string, place: Place): Finding => ({
  rule: 'config-value',
  severity: 'error',
  message: `${JSON.stringify(key)} is ${describe(value)} in the config file; expected ${takes}`,
  place,
  mend: `Give it ${takes}, or remove it.`,
})

export const sharedName = (name: string, place: Place, first: Place): Finding => ({
  rule: 'config-name',
  severity: 'error',
  message: `two projects are named ${JSON.stringify(name)}; expected a name of its own for each`,
  place,
  mend: 'Give one of them another "name".',
  related: [{ message: 'the other one', place: first }],
})

export const sharedFolder = (name: string, other: string, folder: string, place: Place, first: Place): Finding => ({
  rule: 'config-out',
  severity: 'error',
  message: `project ${name} writes to ${folder}, as project ${other} does; expected a folder of its own for each`,
  place,
  mend: 'Give one of them another "out".',
  related: [{ message: 'the other one', place: first }],
})

function describe(value: unknown): string {
  const text = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
