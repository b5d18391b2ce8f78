import type { Finding } from '@tidings/contract'
import { expect, test } from 'vitest'
import { printJunit } from './print-junit.js'
import type { Report } from './report.js'

const options = { cwd: '/repo', colours: false, verbose: false, continuous: false, env: {} }
const report = (parts: Partial<Report>): Report => ({
  command: 'lint',
  projects: [{ name: 'orders', contract: '/repo/asyncapi.yaml' }],
  findings: [],
  notes: [],
  changes: [],
  suppressed: 0,
  rules: [],
  failures: [],
  ...parts,
})
const error: Finding = {
  rule: 'x',
  severity: 'error',
  message: '"a" < \'b\' & c',
  place: { file: '/repo/asyncapi.yaml', line: 7, column: 15 },
  mend: 'Mend it.',
}
const warning: Finding = { rule: 'y', severity: 'warning', message: 'm', mend: 'n' }

test('nothing found is a case that passes, for each project', () => {
  const projects = ['orders', 'billing'].map((name) => ({ name, contract: '/repo/asyncapi.yaml' }))

  expect(printJunit(report({ projects }), options)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tidings lint" tests="2" failures="0" errors="0" time="0">
<testsuite name="orders" tests="1" failures="0" errors="0" time="0" skipped="0">
<testcase name="lint orders" classname="tidings.lint" time="0"/>
</testsuite>
<testsuite name="billing" tests="1" failures="0" errors="0" time="0" skipped="0">
<testcase name="lint billing" classname="tidings.lint" time="0"/>
</testsuite>
</testsuites>
`)
})

test('an error is a case that fails; a warning one that passes and says so', () => {
  expect(printJunit(report({ findings: [error, warning] }), options)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tidings lint" tests="2" failures="1" errors="0" time="0">
<testsuite name="orders" tests="2" failures="1" errors="0" time="0" skipped="0">
<testcase name="x: &quot;a&quot; &lt; 'b' &amp; c" classname="tidings.lint" time="0" file="asyncapi.yaml" line="7">
<failure type="x" message="&quot;a&quot; &lt; 'b' &amp; c">asyncapi.yaml:7:15 - error x: "a" &lt; 'b' &amp; c
Mend: Mend it.</failure>
</testcase>
<testcase name="y: m" classname="tidings.lint" time="0">
<system-out>warning y: m
Mend: n</system-out>
</testcase>
</testsuite>
</testsuites>
`)
})

test('a warning alone leaves a case that passes', () => {
  expect(printJunit(report({ findings: [warning] }), options)).toContain(
    'tests="2" failures="0" errors="0" time="0" skipped="0">\n<testcase name="lint orders"',
  )
})

test('a project that could not be done is a case in error, and a wrong config a suite of its own', () => {
  const failures = [{ project: 'orders', message: 'cannot read' }]

  expect(printJunit(report({ failures }), options)).toContain(
    '<error type="failure" message="cannot read">cannot read</error>',
  )
  expect(printJunit(report({ projects: [], findings: [error] }), options)).toContain(
    '<testsuite name="config" tests="1"',
  )
})

test('what XML cannot hold is spelt out, and line ends in attributes last', () => {
  const printed = printJunit(report({ findings: [{ ...error, message: '\u001b[2J\ud800\r\n\tä😀]]>' }] }), options)

  expect(printed).toContain('message="\\u{1b}[2J\\u{d800}&#13;&#10;&#9;ä😀]]&gt;"')
})
