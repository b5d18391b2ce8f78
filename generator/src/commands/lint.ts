import { defineCommand } from '../command-line/define-command.js'
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
    'config',
    'format',
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
    if (!options.fix) {
      const { lintContract } = await import('../lint/lint.js')
      const linted = await lintContract(settings)
      session.progress(summary(linted, settings.verbose))
      return { findings: linted.findings }
    }
    const { lintAndFix } = await import('../lint/lint-and-fix.js')
    const { fixed, files, ...linted } = await lintAndFix(settings)
    for (const { rule, message, place } of fixed) {
      const where = place === undefined ? '' : `${placeName(place.file, session.cwd)}:${place.line}:${place.column}: `
      session.progress(`Fixed ${where}${rule}: ${message}`)
    }
    session.progress(summary(linted, settings.verbose))
    const changes = files.map((file) => ({ path: placeName(file, session.cwd), change: 'updated' as const }))
    return { findings: linted.findings, changes }
  },
})

function summary({ findings, suppressed }: Linted, verbose: boolean): string {
  const ignored = verbose && suppressed.length > 0 ? ` ${suppressed.length} ignored, as the document asks.` : ''
  return `${findings.length === 0 ? 'Nothing to say.' : `${findings.length} to say.`}${ignored}`
}
