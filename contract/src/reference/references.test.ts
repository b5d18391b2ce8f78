import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { load, loadValid, onlyEvent, printFindings, withMessage } from '../fixtures/documents.js'
import { loadContract } from '../load-contract.js'

const payload = (reference: string) => withMessage(`payload: { $ref: '${reference}' }`)

test('a reference leads through other files and their own references', async () => {
  const contract = await loadValid(payload('schemas/order.yaml#/definitions/Order'), {
    'schemas/order.yaml': `definitions: { Order: { type: object, properties: { line: { $ref: '../line.json' } } } }`,
    'line.json': '{ "type": "object", "properties": { "next": { "$ref": "#" } } }',
  })
  expect(onlyEvent(contract).payload).toEqual({ $ref: '#/schemas/Order' })
  expect(contract.schemas).toEqual([
    {
      name: 'Order',
      schema: { type: 'object', properties: { line: { $ref: '#/schemas/line' } } },
      origin: { file: 'schemas/order.yaml', pointer: '/definitions/Order', line: 1, column: 16 },
    },
    {
      name: 'line',
      schema: { type: 'object', properties: { next: { $ref: '#/schemas/line' } } },
      origin: { file: 'line.json', pointer: '', line: 1, column: 1 },
    },
  ])
})

test('a reference to a reference leads to what stands at the end, by the name of the end', async () => {
  const contract = await loadValid(
    withMessage(
      'payload: { $ref: "#/components/schemas/Alias" }',
      'components: { schemas: { Alias: { $ref: "#/components/schemas/Order" }, Order: { type: object } } }',
    ),
  )
  expect(onlyEvent(contract).payload).toEqual({ $ref: '#/schemas/Order' })
  expect(contract.schemas.map(({ name }) => name)).toEqual(['Order'])
})

test('a pointer leads through a reference, and its escapes are read', async () => {
  const contract = await loadValid(
    withMessage(
      'payload: { $ref: "#/components/schemas/A~1b%20~0c/properties/inner" }',
      'components: { schemas: { "A/b ~c": { $ref: "#/components/schemas/Real" }, Real: { properties: { inner: { type: string } } } } }',
    ),
  )
  expect(contract.schemas.map(({ name, schema }) => [name, schema])).toEqual([['inner', { type: 'string' }]])
})

test('a pointer leads through references into files that are not read yet', async () => {
  const document = (message: string) => `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders: { $ref: 'channels/orders.yaml' }
operations:
  tell: { action: send, channel: { $ref: '#/channels/orders' }, messages: [{ $ref: '#/channels/orders/messages/${message}' }] }
`
  const files = {
    'channels/orders.yaml': `{ address: orders, messages: { OrderPlaced: { $ref: '../messages.yaml#/OrderPlaced' } } }`,
    'messages.yaml': 'OrderPlaced: { payload: { type: string } }',
  }
  const contract = await loadValid(document('OrderPlaced').trimStart(), files)
  expect(contract.operations[0]?.events).toEqual(['OrderPlaced'])

  const { findings } = await load(document('OrderPlacd').trimStart(), files)
  expect(findings.map(({ message, mend }) => [message.split(';')[0], mend])).toEqual([
    [
      'the reference #/channels/orders/messages/OrderPlacd leads nowhere: #/channels/orders/messages has no "OrderPlacd"',
      'Refer to "#/channels/orders/messages/OrderPlaced" if that was meant, or add "OrderPlacd".',
    ],
  ])
})

test('a reference that leads through itself leads nowhere', async () => {
  const { findings } = await load(
    withMessage(
      'payload: { $ref: "#/components/schemas/A" }',
      'components: { schemas: { A: { $ref: "#/components/schemas/B/properties/b" }, B: { $ref: "#/components/schemas/A/properties/a" } } }',
    ),
  )
  expect(printFindings(findings)).toEqual([
    'error dangling-reference asyncapi.yaml:9:37',
    'error dangling-reference asyncapi.yaml:9:89',
  ])
})

test('a reference in data is data', async () => {
  const contract = await loadValid(
    withMessage(`
payload:
  type: object
  default: { $ref: 'http://127.0.0.1:1/a' }
  examples: [{ $ref: 'nowhere.yaml' }]
  properties:
    default: { const: { $ref: '#/nowhere' } }
    $ref: { type: string }
x-note: { $ref: '#/nowhere' }
`),
  )
  expect(onlyEvent(contract).payload).toMatchObject({ default: { $ref: 'http://127.0.0.1:1/a' } })
})

test('what stands beside a reference is not read', async () => {
  const { findings } = await load(
    withMessage(
      'payload: { description: { $ref: nowhere.md }, $ref: "#/components/schemas/Order" }',
      'components: { schemas: { Order: { type: object } } }',
    ),
  )
  expect(findings).toEqual([])
})

test('under a name that is a keyword elsewhere, a reference is a reference', async () => {
  const { findings } = await load(withMessage(`payload: { properties: { examples: { $ref: '#/nowhere' } } }`))
  expect(printFindings(findings)).toEqual(['error dangling-reference asyncapi.yaml:8:52'])
})

const broken: [reference: string, want: string, mend: RegExp][] = [
  [
    '#/components/schemas/Order',
    'error dangling-reference asyncapi.yaml:8:26',
    /Add #\/components\/schemas\/Order, or/,
  ],
  ['#Order', 'error dangling-reference asyncapi.yaml:8:26', /Write it as "#\/…"/],
  ['nope.yaml#/a', 'error unreadable-reference asyncapi.yaml:8:26', /add the file/],
  ['http://127.0.0.1:1/a.yaml', 'error remote-reference asyncapi.yaml:8:26', /--allow-remote-refs/],
  ['//127.0.0.1:1/a.yaml', 'error remote-reference asyncapi.yaml:8:26', /--allow-remote-refs/],
  ['../outside.yaml', 'error reference-outside-root asyncapi.yaml:8:26', /--allow-refs-outside/],
  ['/etc/passwd', 'error reference-outside-root asyncapi.yaml:8:26', /--allow-refs-outside/],
  ['file:///etc/passwd', 'error reference-outside-root asyncapi.yaml:8:26', /--allow-refs-outside/],
  ['ftp://host/a.yaml', 'error dangling-reference asyncapi.yaml:8:26', /Write it as/],
  ['a%ZZ.yaml', 'error dangling-reference asyncapi.yaml:8:26', /Write it as/],
]

test.each(broken)('%s is one finding where it stands, and no cascade', async (reference, want, mend) => {
  const { contract, findings } = await load(payload(reference))
  expect(contract).toBeUndefined()
  expect(printFindings(findings)).toEqual([want])
  expect(findings[0]?.mend).toMatch(mend)
})

test('a dangling reference tells the name that was likely meant', async () => {
  const { findings } = await load(
    withMessage(
      `payload: { $ref: '#/components/schemas/Odrer' }`,
      'components: { schemas: { Order: { type: object } } }',
    ),
  )
  expect(findings[0]?.mend).toBe('Refer to "#/components/schemas/Order" if that was meant, or add "Odrer".')
})

test('a dangling reference tells how a name that holds a slash is written', async () => {
  const { findings } = await load(
    withMessage(
      `payload: { $ref: '#/components/schemas/shop/v1.Order/properties/id' }`,
      'components: { schemas: { shop/v1.Order: { properties: { id: { type: string } } } } }',
    ),
  )
  expect(printFindings(findings)).toEqual(['error dangling-reference asyncapi.yaml:8:26'])
  expect(findings[0]?.mend).toBe(
    'Write "#/components/schemas/shop~1v1.Order/properties/id": a "/" inside a name is written as "~1".',
  )
})

test('a reference that dangles in another file tells of that file', async () => {
  const { findings } = await load(payload('./order.yaml#/definitions/Order'), { 'order.yaml': 'definitions: {}' })
  expect(findings[0]?.message).toMatch(/leads nowhere: \.\/order\.yaml#\/definitions has no "Order";/)
  expect(findings[0]?.mend).toBe('Add ./order.yaml#/definitions/Order, or correct the reference.')
})

test('a problem in another file stands in that file', async () => {
  const { findings } = await load(payload('order.yaml'), {
    'order.yaml': 'type: object\nproperties:\n  a: { $ref: "#/nowhere" }\n  b: { type: strin }\n',
  })
  expect(printFindings(findings)).toEqual([
    'error dangling-reference order.yaml:3:14',
    'error asyncapi-document-resolved order.yaml:4:14',
  ])
})

test('a syntax error in another file stands in that file', async () => {
  const { findings } = await load(payload('order.yaml'), { 'order.yaml': 'type: object\nproperties: {\n' })
  expect(printFindings(findings)).toEqual(['error syntax order.yaml:3:1'])
})

test('references in a circle with nothing else are one finding for each circle', async () => {
  const { findings } = await load(
    withMessage(
      'payload: { $ref: "#/components/schemas/a" }',
      'components:\n  schemas:\n    b: { $ref: "#/components/schemas/a" }\n    a: { $ref: "#/components/schemas/b" }\n    c: { $ref: "#/components/schemas/c" }',
    ),
  )
  expect(printFindings(findings)).toEqual([
    'error reference-cycle asyncapi.yaml:11:16',
    'error reference-cycle asyncapi.yaml:13:16',
  ])
})

test('the network is asked only when that is allowed', async () => {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.end('Order: { type: object, properties: { line: { $ref: "#/Line" } } }\nLine: { type: string }')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const document = payload(`http://127.0.0.1:${port}/order.yaml#/Order`)

  const { findings } = await load(document)
  expect(printFindings(findings)).toEqual(['error remote-reference asyncapi.yaml:8:26'])
  expect(asked).toBe(0)

  const { schemas } = await loadValid(document, {}, { allow: { remote: true } })
  expect(schemas.map(({ name, origin }) => [name, origin.file])).toEqual([
    ['Line', `http://127.0.0.1:${port}/order.yaml`],
    ['Order', `http://127.0.0.1:${port}/order.yaml`],
  ])
  expect(asked).toBe(1)
})

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-contract-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

test('a symbolic link does not lead out of the project, unless that is allowed', async () => {
  const folder = await project({ 'project/asyncapi.yaml': payload('link.yaml'), 'outside.yaml': 'type: object\n' })
  await symlink(join(folder, 'outside.yaml'), join(folder, 'project/link.yaml'))
  const contract = join(folder, 'project/asyncapi.yaml')
  const { findings } = await loadContract(contract)
  expect(findings.map(({ rule }) => rule)).toEqual(['reference-outside-root'])
  expect((await loadContract(contract, { allow: { outsideRoot: true } })).findings).toEqual([])
})

test('the root is the nearest folder with a package.json, else the folder of the contract', async () => {
  const folder = await project({
    'project/api/asyncapi.yaml': payload('../order.yaml'),
    'project/order.yaml': 'type: object\n',
  })
  const contract = join(folder, 'project/api/asyncapi.yaml')
  expect((await loadContract(contract)).findings.map(({ rule }) => rule)).toEqual(['reference-outside-root'])
  expect((await loadContract(contract, { root: join(folder, 'project') })).findings).toEqual([])
  await writeFile(join(folder, 'project/package.json'), '{}')
  expect((await loadContract(contract)).findings).toEqual([])
})

test('every file asked for is told, missing ones too, so that all can be watched', async () => {
  const { files } = await load(
    withMessage(
      'payload: { properties: { a: { $ref: a.yaml }, b: { $ref: missing.yaml }, c: { $ref: "http://x/c" } } }',
    ),
    { 'a.yaml': 'type: string' },
  )
  expect(files).toEqual(['/project/a.yaml', '/project/asyncapi.yaml', '/project/missing.yaml'])
})

test('a referenced file that has been mended is read anew', async () => {
  const folder = await project({ 'asyncapi.yaml': payload('order.yaml'), 'order.yaml': 'type: objekt\n' })
  const contract = join(folder, 'asyncapi.yaml')
  expect((await loadContract(contract)).contract).toBeUndefined()
  await writeFile(join(folder, 'order.yaml'), 'type: object\n')
  expect((await loadContract(contract)).findings).toEqual([])
})
