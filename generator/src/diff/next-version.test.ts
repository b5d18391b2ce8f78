import { expect, test } from 'vitest'
import { higherVersion, nextVersion } from './next-version.js'

test.each([
  ['1.2.3', 'major', '2.0.0'],
  ['1.2.3', 'minor', '1.3.0'],
  ['1.2.3', 'patch', '1.2.4'],
  ['1.2.3', 'none', '1.2.3'],
  ['0.4.1', 'major', '0.5.0'],
  ['0.4.1', 'minor', '0.4.2'],
  ['v1.2.3', 'minor', 'v1.3.0'],
  ['1.0', 'major', '2.0'],
  ['1.0', 'patch', '1.0.1'],
  ['1', 'minor', '1.1'],
  ['2.0.0-beta.1', 'major', '2.0.0'],
  ['1.2.3+build', 'patch', '1.2.4'],
  ['draft', 'major', undefined],
  ['1.2.3.4', 'major', undefined],
] as const)('after %s a change that is %s makes %s', (version, level, next) => {
  expect(nextVersion(version, level)).toBe(next)
})

test.each([
  ['1.2.3', '1.10.0', '1.10.0'],
  ['2.0.0', '1.10.0', '2.0.0'],
  ['2.0.0-rc.1', '2.0.0', '2.0.0'],
  ['1.0', '1.0.0', '1.0'],
])('of %s and %s the higher is %s', (one, other, higher) => {
  expect(higherVersion(one, other)).toBe(higher)
})
