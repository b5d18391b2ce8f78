import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type DiffRuleId, diffRules } from './rules.js'

const page = join(import.meta.dirname, '../../../docs/diff.md')

// `vitest -u` writes the page.
test('docs/diff.md tells every rule as it is', async () => {
  const told = readFileSync(page, 'utf8').replace(
    /(<!-- begin: rules -->\n)[\s\S]*?(<!-- end: rules -->)/,
    (_, begin: string, end: string) => `${begin}\n${rulesInWords()}\n\n${end}`,
  )

  await expect(told).toMatchFileSnapshot(page)
})

test.each(Object.entries(diffRules))('%s says how to put right what it finds', (_, { message, mend, severity }) => {
  const holes = new Proxy({}, { get: (_target, name) => `<${String(name)}>` })

  if (severity !== 'info') expect(message(holes)).toMatch(/; expected /)
  expect(mend(holes)).toMatch(/^[A-Z].*\.$/s)
})

function rulesInWords(): string {
  const rows = Object.keys(diffRules).map((id) => {
    const { severity, breaks, summary, before, after } = diffRules[id as DiffRuleId]
    return [`\`${id}\``, severity, breaks.join(', '), summary, `\`${before}\``, `\`${after}\``]
  })
  return table(['rule', 'severity', 'breaks', 'says', 'before', 'after'], rows)
}

/** As the formatter lays it out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) => Math.max(...escaped.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
  const [first = [], ...others] = escaped
  return [line(first), line([], '-'), ...others.map((row) => line(row))].join('\n')
}
