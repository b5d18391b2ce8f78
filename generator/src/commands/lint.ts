import type { Change, Finding } from '@tidings/contract'
import { defineCommand, type Outcome } from '../command-line/define-command.js'
import type { Linted } from '../lint/lint.js'
import { placeName } from '../report/place-name.js'

export default defineCommand({
  name: 'lint',
  summary: 'says what is wrong with a contract',
  arguments: [{ flags: '[contract]', summary: 'the AsyncAPI document (asyncapi.yaml)' }],
  options: [
    'ruleSet',
    'fix',
    'perspective',
    'allowRemoteRefs',
    'allowRefsOutside',
    'project',
    'config',
    'format',
    'report',
    'verbose',
    'debug',
  ],
  examples: [
    { line: 'tidings lint', tells: 'the rules of AsyncAPI and of event design' },
    { line: 'tidings lint --rule-set strict', tells: 'also what a document that others rely on should say' },
    { line: 'tidings lint --fix', tells: 'mends what can be mended, and tells the rest' },
    { line: 'tidings lint --format github', tells: 'as annotations on a pull request' },
  ],
  async run({ options, settings }, session) {
    const { describeRules } = await import('../lint/describe-rules.js')
    const outcomeOf = ({ findings, suppressed }: Linted): Outcome => ({
      findings,
      suppressed: suppressed.length,
      rules: describeRules(findings),
    })
    if (!options.fix) {
      const { lintContract } = await import('../lint/lint.js')
      const linted = await lintContract(settings)
      for (const line of summary(linted, settings.verbose)) session.progress(line)
      return outcomeOf(linted)
    }
    const { lintAndFix } = await import('../lint/lint-and-fix.js')
    const { fixed, files, ...linted } = await lintAndFix(settings)
    for (const { finding, change } of fixed) session.progress(describe(finding, change, session.cwd))
    for (const line of summary(linted, settings.verbose)) session.progress(line)
    const changes = files.map((file) => ({ path: placeName(file, session.cwd), change: 'updated' as const }))
    return { ...outcomeOf(linted), changes }
  },
})

function describe({ rule, place }: Finding, change: Change, cwd: string): string {
  const where = place === undefined ? '' : `${placeName(place.file, cwd)}:${place.line}:${place.column}: `
  const what = 'removed' in change ? `removed ${change.key}` : `added ${change.key}: ${JSON.stringify(change.value)}`
  return `Fixed ${where}${rule}: ${what}`
}

function summary({ findings, suppressed }: Linted, verbose: boolean): string[] {
  const ignored = `${suppressed.length} finding${suppressed.length === 1 ? '' : 's'} ignored, as the document asks.`
  return [...(findings.length === 0 ? ['Nothing to say.'] : []), ...(verbose && suppressed.length > 0 ? [ignored] : [])]
}
