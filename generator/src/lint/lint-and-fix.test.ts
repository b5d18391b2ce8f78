import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'
import { lintAndFix } from './lint-and-fix.js'

const document = `# The contract of the shop.
asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      message:
        oneOf:
          - $ref: 'messages/placed.json'
          - name: OrderShippedV2   # shipped
            summary: An order left the house.
            x-lint-ignore: { event-past-tense: nothing to ignore }
            x-event:
              type: com.acme.order.shipped.v2
            payload:
              type: object
              properties:
                shippedAt:
                  type: string     # when
`
const placed = `{
  "name": "OrderPlacedV1",
  "summary": "An order was placed.",
  "payload": {
    "type": "object",
    "properties": { "placedAt": { "type": "string", "examples": ["2026-03-14T18:30:00Z"] } }
  },
  "x-event": { "type": "com.acme.order.placed.v1" }
}
`

test('mends several files at once, keeps comments and layout, and is done after that', async () => {
  const folder = folderWith({ 'asyncapi.yaml': document, 'messages/placed.json': placed })
  const contract = join(folder, 'asyncapi.yaml')

  const { findings, fixed, files } = await lintAndFix({ contract })

  expect(filesIn(folder)).toEqual({
    'asyncapi.yaml': document
      .replace('            x-lint-ignore: { event-past-tense: nothing to ignore }\n', '')
      .replace('            x-event:\n', '            x-event:\n              version: 2\n'),
    'messages/placed.json': placed
      .replace('"type": "string", "examples"', '"type": "string", "format": "date-time", "examples"')
      .replace('"x-event": { "type"', '"x-event": { "version": 1, "type"'),
  })
  expect(files).toEqual([contract, join(folder, 'messages/placed.json')])
  expect(fixed.map(({ finding }) => finding.rule).sort()).toEqual([
    'event-without-version',
    'event-without-version',
    'ignore-unused',
    'instant-without-format',
  ])
  // nothing proves that shippedAt is an instant
  expect(findings.map(({ rule }) => rule)).toContain('instant-without-format')
  expect(await lintAndFix({ contract })).toMatchObject({ fixed: [], files: [] })
})

test('a mark of the byte order, line ends and the rights of a file stay', async () => {
  const text = `\ufeff${document.replace('placed.json', 'other.json').replaceAll('\n', '\r\n')}`
  const folder = folderWith({ 'asyncapi.yaml': text, 'messages/other.json': placed })
  const contract = join(folder, 'asyncapi.yaml')
  chmodSync(contract, 0o640)

  await lintAndFix({ contract })

  const changed = readFileSync(contract, 'utf8')
  expect(changed).toContain('x-event:\r\n              version: 2\r\n')
  expect(changed.startsWith('\ufeff# The contract')).toBe(true)
  expect(changed.replaceAll('\r\n', '')).not.toContain('\n')
  expect(statSync(contract).mode & 0o777).toBe(0o640)
})

test('a file outside the project is left alone, although its findings are told', async () => {
  const outside = join(folderWith({ 'placed.json': placed }), 'placed.json')
  const folder = folderWith({
    'package.json': '{}',
    'asyncapi.yaml': document.replace('messages/placed.json', outside),
  })
  symlinkSync(outside, join(folder, 'linked.json'))
  const contract = join(folder, 'asyncapi.yaml')

  const { findings, files } = await lintAndFix({ contract, allowRefsOutside: true })
  writeFileSync(contract, document.replace('messages/placed.json', 'linked.json'))
  const linked = await lintAndFix({ contract, allowRefsOutside: true })

  expect(readFileSync(outside, 'utf8')).toBe(placed)
  expect([...files, ...linked.files]).toEqual([contract, contract])
  expect(findings.filter(({ place }) => place?.file === outside).map(({ rule }) => rule)).toContain(
    'event-without-version',
  )
})

test('a contract that cannot be read is not touched', async () => {
  const broken = document.replace('oneOf:', 'oneOf: {')
  const folder = folderWith({ 'asyncapi.yaml': broken })

  const { findings, files } = await lintAndFix({ contract: join(folder, 'asyncapi.yaml') })

  expect(files).toEqual([])
  expect(findings.map(({ rule }) => rule)).toEqual(['syntax'])
  expect(filesIn(folder)).toEqual({ 'asyncapi.yaml': broken })
})

test('the command tells what it mended, and only what is left makes it fail', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': document, 'messages/placed.json': placed })

  const { status, stdout, stderr } = await runTidings(['lint', '--fix', '--format', 'json'], cwd)

  expect(status).toBe(0)
  expect(stderr).toContain('Fixed messages/placed.json:6:43: instant-without-format: added format: "date-time"\n')
  const { changes, findings } = JSON.parse(stdout)
  expect(changes).toEqual([
    { path: 'asyncapi.yaml', change: 'updated' },
    { path: 'messages/placed.json', change: 'updated' },
  ])
  expect(findings.map(({ rule }: { rule: string }) => rule)).not.toContain('event-without-version')
})

test('what the document does not say as it is, as Avro, or what others refer to, is left to people', async () => {
  const avro = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      message:
        oneOf:
          - name: OrderPlaced
            schemaFormat: application/vnd.apache.avro;version=1.9.0
            payload: { type: record, name: Placed, fields: [{ name: placedAt, type: string }] }
            examples: [{ payload: { placedAt: "2026-03-14T18:30:00Z" } }]
          - name: OrderShipped
            payload:
              type: object
              properties:
                shippedAt: { type: string, examples: ["2026-03-14T18:30:00Z"] }
                note: { $ref: '#/channels/orders/subscribe/message/oneOf/1/payload/properties/shippedAt' }
`
  const folder = folderWith({ 'asyncapi.yaml': avro })

  const { findings, files } = await lintAndFix({ contract: join(folder, 'asyncapi.yaml') })

  expect(files).toEqual([])
  expect(findings.map(({ rule }) => rule)).toContain('instant-without-format')
  expect(filesIn(folder)).toEqual({ 'asyncapi.yaml': avro })
})

test('a message without x-event gets one', async () => {
  const text = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
x-events: { source: /shop }
channels:
  orders:
    subscribe:
      message:
        # placed
        name: com.acme.order.placed.v1
        summary: An order was placed.
`
  const folder = folderWith({ 'asyncapi.yaml': text })

  await lintAndFix({ contract: join(folder, 'asyncapi.yaml') })

  expect(filesIn(folder)).toEqual({
    'asyncapi.yaml': text.replace('        name:', '        x-event: { version: 1 }\n        name:'),
  })
})
