import { defineCommand } from '../command-line/define-command.js'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { Diff } from '../diff/diff.js'
import { statusOf } from '../report/report.js'

export default defineCommand({
  name: 'diff',
  summary: 'says what changed in a contract, and whom it breaks',
  arguments: [
    { flags: '[base]', summary: 'what it was: a file, a folder, or git:REV[:path]' },
    { flags: '[head]', summary: 'what it is, written the same way (the contract)' },
  ],
  options: [
    'compatibility',
    'transitive',
    'undeclaredInUse',
    'suggestVersion',
    'contract',
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
    {
      line: 'tidings diff git:main',
      tells: 'what the working tree changes in asyncapi.yaml, and fails where it breaks somebody',
    },
    { line: 'tidings diff git:v1.2.0:contracts contracts', tells: 'every contract of a folder' },
    { line: "tidings diff --transitive 'v*'", tells: 'the same against every release' },
    { line: 'tidings diff theirs-before.yaml theirs.yaml --perspective client', tells: "another team's contract" },
    { line: 'tidings diff git:v1.2.0 --suggest-version', tells: 'prints the next version of the contract' },
  ],
  async run({ arguments: [base, head], options, settings }, session) {
    const [{ diff }, { describeRules }] = await Promise.all([
      import('../diff/diff.js'),
      import('../diff/describe-rules.js'),
    ])
    const found = await diff({
      ...settings,
      ...(base === undefined ? {} : { base }),
      // A contract that was named is the head, unless one is named, too.
      ...(head !== undefined ? { head } : options.contract === undefined ? {} : { head: settings.contract }),
      ...(options.transitive === undefined ? {} : { transitive: options.transitive }),
      cwd: session.cwd,
    })
    session.progress(summary(found))
    const outcome = { findings: found.findings, rules: describeRules(found.findings) }
    if (!options.suggestVersion) return outcome
    if (found.nextVersion === undefined) throw noVersion(found)
    return { ...outcome, text: `${found.nextVersion}\n` }
  },
})

function summary({ findings, bases, level, nextVersion }: Diff): string {
  const against = bases.length > 3 ? `${bases.length} bases` : bases.join(', ')
  if (findings.length === 0) return `Nothing that counts changed since ${against}.`
  const verdict = statusOf({ findings }) === 1 ? 'Somebody breaks' : 'Nobody breaks'
  const next = nextVersion === undefined || level === 'none' ? '' : ` The next version is ${nextVersion}.`
  return `${verdict}, compared with ${against}.${next}`
}

const noVersion = ({ contracts }: Diff): WrongUsage =>
  new WrongUsage(
    contracts === 1
      ? 'no version can be suggested: expected a contract that can be read, with a semantic version as its info.version'
      : `no version can be suggested for ${contracts} contracts at once; choose one`,
  )
