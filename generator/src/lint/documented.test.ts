import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { table, withPart } from '../fixtures/page.js'
import type { Rule } from './define-rule.js'
import { givenRules } from './given-rules.js'
import type { KnownRule } from './known-rule.js'
import { rules } from './known-rules.js'

const page = join(import.meta.dirname, '../../../docs/lint.md')
const text = readFileSync(page, 'utf8')

// `vitest -u` writes the page.
test('docs/lint.md tells every rule as it is', async () => {
  const parts = {
    rules: table(['rule', 'severity', 'recommended', 'says'], rules.map(row)),
    given: table(['rule', 'severity', 'in', 'says'], givenRules.map(givenRow)),
    sections: rules.map(section).join('\n\n'),
  }
  const told = Object.entries(parts).reduce((page, [name, part]) => withPart(page, name, part), text)

  await expect(told).toMatchFileSnapshot(page)
})

const audiences = { always: 'yes', 'with-conventions': 'with conventions', never: '' }

const row = ({ id, severity, recommended, summary, invalid }: Rule): string[] => [
  `[\`${id}\`](#${id})`,
  severity,
  audiences[recommended],
  `${summary}${invalid.some(({ fixed }) => fixed) ? ' `--fix`' : ''}`,
]

const givenRow = ({ id, severity, recommended, strict, summary }: KnownRule): string[] => [
  `\`${id}\``,
  severity,
  recommended === 'always' ? 'both' : strict ? '`strict`' : 'neither',
  summary,
]

function section({ id, summary, why, valid, invalid }: Rule): string {
  const broken = invalid.flatMap(({ contract, finds, fixed }) => [
    yaml(contract.shown),
    finds.map((message) => `- ${message}`).join('\n'),
    ...(fixed === undefined ? [] : ['`--fix` makes of it', yaml(fixed.shown)]),
  ])
  return [
    `### ${id}`,
    `${summary} ${why}`,
    'Broken by',
    ...broken,
    'Kept by',
    ...valid.map(({ shown }) => yaml(shown)),
  ].join('\n\n')
}

const yaml = (text: string): string => `\`\`\`yaml\n${text}\n\`\`\``
