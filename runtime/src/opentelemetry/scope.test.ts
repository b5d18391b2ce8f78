import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scope } from './scope.js'

test("spans and metrics name this package's version", () => {
  const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(scope).toEqual({ name, version })
})
