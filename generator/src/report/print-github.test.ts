import { expect, test } from 'vitest'
import { printGithub } from './print-github.js'

const options = { cwd: '/repo/service', colours: false, verbose: false, continuous: false, env: {} }
const report = { command: 'lint', notes: [], changes: [] }

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
