import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { FileAccess } from '../source/file-access.js'
import { findProjectRoot } from './project-root.js'

const at = (path: string) => resolve('/', path)

const holding = (...paths: readonly string[]): FileAccess => ({
  readFile: () => Promise.reject(new Error('nothing is read')),
  realpath: (path) => (paths.map(at).includes(path) ? Promise.resolve(path) : Promise.reject(new Error('missing'))),
})

test('is the nearest folder with a package.json or .git', async () => {
  const files = holding('a/.git', 'a/b/package.json')
  expect(await findProjectRoot(at('a/b/c/asyncapi.yaml'), files, at('z'))).toBe(at('a/b'))
  expect(await findProjectRoot(at('a/c/asyncapi.yaml'), files, at('z'))).toBe(at('a'))
})

test('is the current folder where nothing marks one and the contract stands in it', async () => {
  expect(await findProjectRoot(at('a/b/c/asyncapi.yaml'), holding(), at('a'))).toBe(at('a'))
})

test('is else the folder of the contract', async () => {
  expect(await findProjectRoot(at('a/b/asyncapi.yaml'), holding(), at('z'))).toBe(at('a/b'))
  expect(await findProjectRoot(at('ab/asyncapi.yaml'), holding(), at('a'))).toBe(at('ab'))
})
