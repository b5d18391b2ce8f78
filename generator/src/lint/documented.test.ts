import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Rule } from './define-rule.js'
import { givenRules } from './given-rules.js'
import { type KnownRule, rules } from './known-rules.js'

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

const withPart = (page: string, name: string, part: string): string =>
  page.replace(
    new RegExp(`(<!-- begin: ${name} -->\\n)[\\s\\S]*?(<!-- end: ${name} -->)`),
    (_, begin: string, end: string) => `${begin}\n${part}\n\n${end}`,
  )

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

/** As the formatter lays it out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
  return [line(head), line([], '-'), ...rows.map((row) => line(row))].join('\n')
}
