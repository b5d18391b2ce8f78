import { expect, test } from 'vitest'
import { createReporter } from './reporter.js'
import { text } from './text.js'

test('each hole takes the value of its name, in any place', () => {
  const message = text`${'a'} and ${'b'}, then ${'a'} again`
  expect(message({ a: 'one', b: 2 })).toBe('one and 2, then one again')
  expect(text`none`({})).toBe('none')
})

test('a report with a missing hole does not compile', () => {
  const { report, findings } = createReporter()
  // @ts-expect-error: the hole `key` is not filled
  report('duplicate-key', undefined, {})
  expect(findings()).toHaveLength(1)
})

test('findings come once each, in the order of files, lines and columns', () => {
  const { report, findings, hasError } = createReporter()
  const place = (file: string, line: number, column: number) => ({ file, line, column })
  report('unknown-avro-type', place('b', 1, 1), { type: 'x' })
  report('unknown-avro-type', place('a', 10, 1), { type: 'x' })
  report('unknown-avro-type', place('a', 9, 2), { type: 'x' })
  report('unknown-avro-type', place('a', 9, 1), { type: 'x' })
  report('unknown-avro-type', place('a', 9, 1), { type: 'x' })
  expect(findings().map(({ place }) => `${place?.file}:${place?.line}:${place?.column}`)).toEqual([
    'a:9:1',
    'a:9:2',
    'a:10:1',
    'b:1:1',
  ])
  expect(hasError()).toBe(false)
  report('duplicate-key', undefined, { key: 'a' })
  expect(hasError()).toBe(true)
})
