import { expect, test } from 'vitest'
import { printGithub } from './print-github.js'

const options = { cwd: '/repo/service', colours: false, verbose: false, continuous: false, env: {} }
const report = { command: 'lint', projects: [], notes: [], changes: [], suppressed: 0, rules: [], failures: [] }

test('writes a workflow command for each finding, with what would end it early escaped', () => {
  const finding = {
    rule: 'x',
    severity: 'warning',
    message: '100 % wrong\r\n::error::injected',
    place: { file: '/repo/service/a, b:c.yaml', line: 2, column: 3 },
    mend: 'Correct it.',
  } as const

  expect(printGithub({ ...report, findings: [finding] }, options)).toBe(
    '::warning file=a%2C b%3Ac.yaml,line=2,col=3,title=tidings%3A x::100 %25 wrong%0D%0A::error::injected%0ACorrect it.\n',
  )
})

test('places files by the root of the checkout', () => {
  const place = { file: '/repo/service/a.yaml', line: 1, column: 1 }
  const findings = [{ rule: 'x', severity: 'info', message: 'm', place, mend: 'n' }] as const

  expect(printGithub({ ...report, findings }, { ...options, env: { GITHUB_WORKSPACE: '/repo' } })).toBe(
    '::notice file=service/a.yaml,line=1,col=1,title=tidings%3A x::m%0An\n',
  )
})

test('tells notes only when asked', () => {
  const notes = [{ rule: 'inexact-type', message: 'a pattern', event: 'Pinged', keyword: 'pattern' }]

  expect(printGithub({ ...report, findings: [], notes }, options)).toBe('')
  expect(printGithub({ ...report, findings: [], notes }, { ...options, verbose: true })).toBe(
    '::notice title=tidings%3A inexact-type::Pinged: a pattern\n',
  )
})

test('says how many more there are where GitHub shows ten, and gives these their place in the log', () => {
  const findings = Array.from({ length: 11 }, (_, at) => ({
    rule: 'x',
    severity: 'error' as const,
    message: `m${at}`,
    place: { file: '/repo/a.yaml', line: at + 1, column: 1 },
    mend: 'n',
  }))
  const lines = (count: number) =>
    printGithub({ ...report, findings: findings.slice(0, count) }, { ...options, cwd: '/repo' })
      .trimEnd()
      .split('\n')

  expect(lines(10).at(-1)).toBe('::error file=a.yaml,line=10,col=1,title=tidings%3A x::m9%0An')
  expect(lines(11).slice(8)).toEqual([
    '::error file=a.yaml,line=9,col=1,title=tidings%3A x::m8%0An',
    '::error title=tidings lint::2 more of this kind; the log of this step has all, and so has --format sarif',
    '::error file=a.yaml,line=10,col=1,title=tidings%3A x::a.yaml:10:1 x: m9%0An',
    '::error file=a.yaml,line=11,col=1,title=tidings%3A x::a.yaml:11:1 x: m10%0An',
  ])
})
