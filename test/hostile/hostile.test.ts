import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadContract } from '@tidings/contract'
import { renderSdk } from '@tidings/templates'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tidings-hostile-'))
  await mkdir(join(root, 'node_modules/@tidings'), { recursive: true })
  await symlink(join(workspaceRoot, 'runtime'), join(root, 'node_modules/@tidings/runtime'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

async function write(name: string, document: unknown): Promise<string> {
  const file = join(root, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, typeof document === 'string' ? document : JSON.stringify(document))
  return file
}

const attack = 'globalThis.pwned = true'
const breakouts = [
  `*/ ${attack} /*`,
  `\n${attack}\n//`,
  `\u2028${attack}\u2028//`,
  `'; ${attack}; '`,
  `"; ${attack}; "`,
  `\`; ${attack}; \``,
  `\${${attack}}`,
  `\\'; ${attack}; //`,
  `</script><script>${attack}</script>`,
  `}; ${attack}; ({`,
  `(() => { ${attack} })()`,
]

const schemaOf = (text: string) => ({
  type: 'object',
  title: text,
  description: text,
  'x-note': text,
  required: [text],
  properties: {
    [text]: { type: 'string', description: text, default: text, examples: [text], enum: [text, 'b'], format: text },
    constant: { const: { [text]: text } },
    matched: { type: 'string', pattern: text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&') },
    bare: { type: 'string', pattern: text },
  },
  patternProperties: { [`^${text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}$`]: { type: 'string' } },
  dependencies: { [text]: ['constant'] },
})

/** A document that holds one text wherever a document may hold one. */
const documentOf = (text: string) => ({
  asyncapi: '3.0.0',
  info: { title: text, version: text, description: text, contact: { name: text }, license: { name: text } },
  'x-events': { source: `urn:${encodeURIComponent(text)}` },
  servers: { [text]: { host: text, protocol: text, description: text } },
  channels: {
    [text]: {
      address: `${text.replaceAll(/[{}]/g, '')}/{id}`,
      title: text,
      description: text,
      parameters: { id: { description: text, enum: [text], default: text, examples: [text] } },
      messages: { [text]: { $ref: `#/components/messages/${pointed(text)}` } },
    },
  },
  operations: {
    [text]: {
      action: 'send',
      channel: { $ref: `#/channels/${pointed(text)}` },
      description: text,
      tags: [{ name: text }],
    },
  },
  components: {
    messages: {
      [text]: {
        name: text,
        title: text,
        summary: text,
        description: text,
        tags: [{ name: text }],
        externalDocs: { url: 'https://example.com/', description: text },
        'x-event': { subject: text.replaceAll(/\p{Cc}/gu, '') },
        headers: schemaOf(text),
        payload: { $ref: `#/components/schemas/${pointed(text)}` },
        examples: [{ name: text, payload: { [text]: text, constant: { [text]: text } } }],
      },
    },
    schemas: { [text]: schemaOf(text) },
  },
})

const pointed = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))

test.each(breakouts)('%j becomes no code, wherever it stands', async (text) => {
  const { contract, findings } = await loadContract(await write('asyncapi.json', documentOf(text)))
  const errors = findings.filter(({ severity }) => severity === 'error')
  // A document that is refused is harmless too, but then the test would prove nothing.
  expect(errors.map(({ message }) => message)).toEqual([])
  const { files } = await renderSdk(contract ?? expect.unreachable())
  const folder = await mkdtemp(join(root, 'sdk-'))
  for (const [path, code] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), code)
  }
  const entryPoints = [...files.keys()].filter((path) => path.endsWith('.ts')).map((path) => join(folder, path))
  await build({
    entryPoints,
    outdir: join(folder, 'built'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@tidings/runtime'],
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  })
  for (const path of files.keys()) {
    if (!path.endsWith('.ts')) continue
    const module = await import(pathToFileURL(join(folder, 'built', path.replace(/\.ts$/, '.mjs'))).href)
    for (const exported of Object.values<unknown>(module)) exercise(exported, text)
  }
  expect(Reflect.get(globalThis, 'pwned')).toBeUndefined()
})

/** Runs what was generated on data that holds the text: validators and constructors too must not run it. */
function exercise(exported: unknown, text: string): void {
  if (typeof exported !== 'function') return
  for (const value of [{ [text]: text, constant: { [text]: text }, matched: text, bare: text }, {}, text]) {
    try {
      Reflect.construct(exported, [value, { headers: value }])
    } catch {}
    try {
      exported(value)
    } catch {}
  }
}

test.each([
  '../../escaped',
  '/etc/escaped',
  '..\\..\\escaped',
  'C:\\escaped',
  'a/../../escaped',
  '\0escaped',
  'CON',
  '.',
  '..',
])('a message named %j leaves the output folder nowhere', async (name) => {
  const { contract } = await loadContract(await write('asyncapi.json', documentOf(name)))
  const { files } = await renderSdk(contract ?? expect.unreachable())
  for (const path of files.keys()) {
    expect(normalize(path)).toBe(path)
    expect(path).toMatch(/^(?:[\p{L}\p{N}_-][\p{L}\p{N}._-]*\/)*[\p{L}\p{N}._-]+$/u)
  }
})

test('a reference to the network is refused and nobody is asked', async () => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end('{"type":"object"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const file = await write('remote/asyncapi.json', withPayload({ $ref: `http://127.0.0.1:${port}/schema.json` }))
  const { contract, findings } = await loadContract(file)
  server.close()
  expect(contract).toBeUndefined()
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['remote-reference', 'error']])
  expect(asked).toBe(0)
})

test.each(['../secret.json', 'link.json', 'folder/secret.json'])(
  'a reference to %s, outside the project, is refused and its content stays unread',
  async (reference) => {
    await write('secret.json', { type: 'object', description: 'the secret recipe' })
    const file = await write('project/asyncapi.json', withPayload({ $ref: `./${reference}` }))
    await write('project/package.json', {})
    await rm(join(root, 'project/link.json'), { force: true })
    await rm(join(root, 'project/folder'), { force: true })
    await symlink(join(root, 'secret.json'), join(root, 'project/link.json'))
    await symlink(root, join(root, 'project/folder'))
    const { contract, findings } = await loadContract(file)
    expect(contract).toBeUndefined()
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['reference-outside-root', 'error']])
    expect(JSON.stringify(findings)).not.toContain('recipe')
  },
)

const withPayload = (payload: unknown) => ({
  asyncapi: '3.0.0',
  info: { title: 'Remote', version: '1.0.0' },
  channels: { a: { address: 'a', messages: { Happened: { payload } } } },
})
