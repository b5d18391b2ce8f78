import { readFile } from 'node:fs/promises'
import * as runtime from '@tidings/runtime/sdk/v1'
import { expect, test } from 'vitest'
import { formatOf } from './formats.js'

async function documented(): Promise<readonly string[]> {
  const page = await readFile(new URL('../../../docs/validators.md', import.meta.url), 'utf8')
  const table = page.slice(page.indexOf('<!-- begin: formats -->'), page.indexOf('<!-- end: formats -->'))
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name)
}

test('every checked format is documented, and the runtime has its function', async () => {
  const names = await documented()
  const checks = names.map((name) => formatOf(name)?.check ?? name)

  expect(checks.filter((check) => typeof Reflect.get(runtime, check) !== 'function')).toEqual([])
  expect([...new Set(checks)].sort()).toEqual(
    Object.keys(runtime)
      .filter((name) => name.startsWith('format'))
      .sort(),
  )
})

test('a format that says nothing checkable is told from an unknown one', () => {
  expect(['binary', 'double', 'float', 'password'].map(formatOf)).toEqual([null, null, null, null])
  expect(['iri', 'constructor', ''].map(formatOf)).toEqual([undefined, undefined, undefined])
})
