import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { conformanceChecks } from './checks/index.js'

const page = join(import.meta.dirname, '../../../docs/conformance.md')

// `vitest -u` writes the page.
test('docs/conformance.md tells every check as it is', async () => {
  const told = readFileSync(page, 'utf8').replace(
    /(<!-- begin: checks -->\n)[\s\S]*?(<!-- end: checks -->)/,
    (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
  )
  await expect(told).toMatchFileSnapshot(page)
})

const rows = conformanceChecks.map(({ number, title, needs = [], otherwise }) => [
  String(number),
  title,
  needs.map((feature) => `\`${feature}\``).join(', '),
  needs.length === 0 ? '' : otherwise === undefined ? 'not claimed' : 'refused',
])

const table = layOut([['check', 'proves that', 'needs', 'without that'], ...rows])

/** As the formatter lays it out. */
function layOut(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
  const [head = [], ...others] = rows
  return [line(head), line([], '-'), ...others.map((row) => line(row))].join('\n')
}
