import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'
import { rules } from './rules.js'

const root = join(import.meta.dirname, '../../..')
const page = join(root, 'docs/validate.md')

// `vitest -u` writes the page.
test('docs/validate.md tells every rule, and what the command prints', async () => {
  const text = readFileSync(page, 'utf8')
  const told = withPart(withPart(text, 'output', await output()), 'rules', table)
  await expect(told).toMatchFileSnapshot(page)
})

const recorded = [
  { type: 'OrderCreated', data: { orderId: '17', customerId: 'ada' } },
  { type: 'OrderCreated', data: { orderId: 18, customerId: 'ada' } },
  { type: 'OrderCreatd', data: { orderId: '19', customerId: 'ada' } },
].map((event, index) => ({ specversion: '1.0', id: `e-${index + 1}`, source: 'mario-pizzeria/orders', ...event }))

async function output(): Promise<string> {
  const cwd = folderWith({
    'asyncapi.yaml': readFileSync(join(root, 'asyncapi.yaml'), 'utf8'),
    'recorded/orders.ndjson': recorded.map((event) => `${JSON.stringify(event)}\n`).join(''),
  })
  const command = "tidings validate 'recorded/*.ndjson'"
  const { stdout, stderr } = await runTidings(['validate', 'recorded/*.ndjson'], cwd)
  return ['```text', `$ ${command}`, `${stderr}${stdout.trimEnd()}`, '```'].join('\n')
}

const rows = Object.entries(rules).map(([id, { severity, says }]) => [`\`${id}\``, severity, says])
const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
const line = (cells: readonly string[], fill = ' ') =>
  `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
const table = [line(['rule', 'severity', 'says']), line([], '-'), ...rows.map((row) => line(row))].join('\n')

const withPart = (text: string, name: string, part: string): string =>
  text.replace(
    new RegExp(`(<!-- begin: ${name} -->\\n)[\\s\\S]*?(<!-- end: ${name} -->)`),
    (_, begin: string, end: string) => `${begin}\n${part}\n\n${end}`,
  )
