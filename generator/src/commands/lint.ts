import { defineCommand } from '../command-line/define-command.js'

export default defineCommand({
  name: 'lint',
  summary: 'says what is wrong with a contract',
  arguments: [{ flags: '[contract]', summary: 'the AsyncAPI document (asyncapi.yaml)' }],
  options: ['perspective', 'allowRemoteRefs', 'allowRefsOutside', 'project', 'config', 'format', 'report', 'debug'],
  examples: [
    { line: 'tidings lint', tells: 'the AsyncAPI rules, and examples that do not fit their schemas' },
    { line: 'tidings lint --format github', tells: 'as annotations on a pull request' },
  ],
  async run({ settings }, session) {
    const { lint } = await import('../contract/lint.js')
    const findings = await lint(settings)
    if (findings.length === 0) session.progress('Nothing to say.')
    return { findings }
  },
})
