import { defineCommand, type Outcome } from '../command-line/define-command.js'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { Generated } from '../generate/generate.js'
import { placeName } from '../report/place-name.js'
import { statusOf } from '../report/report.js'

export default defineCommand({
  name: 'generate',
  summary: 'writes the SDK of a contract',
  arguments: [{ flags: '[contract]', summary: 'the AsyncAPI document (asyncapi.yaml)' }],
  options: [
    'out',
    'check',
    'watch',
    'language',
    'perspective',
    'importExtension',
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
    { line: 'tidings generate', tells: 'writes the SDK of asyncapi.yaml to generated/' },
    { line: 'tidings generate orders.yaml --out src/orders --perspective client', tells: "another team's contract" },
    { line: 'tidings generate --check', tells: 'fails in CI when somebody forgot to generate' },
    { line: 'tidings generate --language java', tells: 'payload models for consumers in Java' },
  ],
  async run({ options, settings, invocation }, session) {
    const [{ checkGenerated, generate }, { keepInvocation }] = await Promise.all([
      import('../generate/generate.js'),
      import('../remembered/keep-invocation.js'),
    ])
    const folder = placeName(settings.out, session.cwd)
    const generated = options.check ? await checkGenerated(settings) : await generate(settings)
    session.progress(options.check ? checkSummary(folder, generated) : summary(folder, generated))
    if (invocation !== undefined && !options.check)
      keepInvocation(invocation, settings, generated, currentLine(folder, generated))
    return generated
  },
  async watch({ options, reload }, session) {
    if (options.check) throw new WrongUsage('--check and --watch exclude each other; choose one')
    if (options.report === undefined && (options.format === 'sarif' || options.format === 'junit')) {
      throw new WrongUsage(
        `--format ${options.format} is one document, and --watch goes on; give it a file by --report`,
      )
    }
    const { watch } = await import('../watch/watch.js')
    await watch(reload, {
      signal: session.interruption(),
      onRound: (round) => {
        session.report(round, round.projects)
        const folders = round.folders.map((folder) => placeName(folder, session.cwd)).join(', ')
        session.progress(`${summary(folders, round)} Watching ${count(round.sources.length)}; Ctrl-C ends it.`)
      },
      onFailure: session.tellFailure,
    })
  },
})

function summary(folder: string, { changes, findings, files }: Outcome & Pick<Generated, 'files'>): string {
  if (statusOf({ findings }) === 1) return 'Nothing was written.'
  const removed = changes?.filter(({ change }) => change === 'removed').length ?? 0
  const written = (changes?.length ?? 0) - removed
  if (written + removed === 0) return currentLine(folder, { files })
  const told = removed === 0 ? '' : `, removed ${removed}`
  return `Wrote ${count(written)} to ${folder}${told} (${files - written} unchanged).`
}

function checkSummary(folder: string, { findings, files }: Generated): string {
  if (statusOf({ findings }) === 0) return currentLine(folder, { files })
  return files === 0 ? 'The contract cannot be generated.' : `${folder} is not current.`
}

const currentLine = (folder: string, { files }: Pick<Generated, 'files'>): string =>
  `${folder} is current (${count(files)}).`

const count = (files: number): string => `${files} file${files === 1 ? '' : 's'}`
