import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadContract } from '@tidings/contract'
import type { AnyEvent, EventClass } from '@tidings/runtime'
import * as cloudEvents from '@tidings/runtime/cloudevents'
import { nameContract, renderSdk } from '@tidings/templates'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { compile } from './compile.js'
import { corpusDocuments, corpusFolder, invalidDocuments, ownDocuments, type TestDocument } from './documents.js'
import { exampleModule, validExamples } from './example-module.js'

interface MadeExample {
  readonly class: EventClass
  readonly event: AnyEvent
  readonly json: unknown
}

interface Generated {
  readonly folder: string
  readonly errors: readonly unknown[]
  readonly examples: number
}

let root: string
const generated = new Map<string, Generated>()
let problems: ReadonlyMap<string, readonly string[]>

const documents: readonly TestDocument[] = [...ownDocuments, ...corpusDocuments]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tidings-documents-'))
  await mkdir(join(root, 'node_modules/@tidings'), { recursive: true })
  await symlink(join(workspaceRoot, 'runtime'), join(root, 'node_modules/@tidings/runtime'))
  await writeFile(join(root, 'package.json'), JSON.stringify({ type: 'module' }))
  const files: string[] = []
  for (const [index, { name, file, root: within }] of documents.entries()) {
    const folder = join(root, `document-${index}`)
    const { contract, findings } = await loadContract(file, { root: within })
    const errors = findings.filter(({ severity }) => severity === 'error')
    if (contract !== undefined) {
      const examples = validExamples(contract)
      const sdk = await renderSdk(contract)
      const texts = new Map([...sdk.files, ['examples.ts', exampleModule(examples, nameContract(contract))]])
      for (const [path, text] of texts) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), text)
        files.push(join(folder, path))
      }
      generated.set(name, { folder, errors, examples: examples.length })
    } else generated.set(name, { folder, errors, examples: 0 })
  }
  problems = compile(files.filter((file) => file.endsWith('.ts')))
}, 120_000)

afterAll(() => rm(root, { recursive: true, force: true }))

describe.each(documents)('$name', ({ name }) => {
  const sdk = () => generated.get(name) ?? expect.unreachable('it was not generated')

  test('is read without an error', () => {
    expect(sdk().errors).toEqual([])
  })

  test('compiles under the strictest settings, its examples too', () => {
    const own = [...problems].filter(([file]) => file.startsWith(`${sdk().folder}/`))
    expect(own.map(([file, messages]) => [file.slice(sdk().folder.length), messages])).toEqual([])
  })

  test('makes an event of each valid example, the same after every CloudEvents form', async () => {
    const { folder, examples } = sdk()
    const outfile = join(folder, 'examples.mjs')
    await build({
      entryPoints: [join(folder, 'examples.ts')],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['@tidings/runtime'],
      logLevel: 'silent',
    })
    const { made } = (await import(pathToFileURL(outfile).href)) as { made: () => readonly MadeExample[] }
    for (const { class: eventClass, event, json } of made()) {
      expect(event.data).toEqual(json)
      for (const [form, again] of Object.entries(roundTrips(eventClass, event))) expect(again, form).toEqual(event)
    }
    expect(examples).toBeGreaterThanOrEqual(made().length)
  })
})

function roundTrips(eventClass: EventClass, event: AnyEvent): Record<string, AnyEvent | undefined> {
  const options = { source: 'urn:test' }
  return {
    object: cloudEvents.fromCloudEvent(eventClass, cloudEvents.toCloudEvent(event, options)),
    structured: cloudEvents.fromJson(eventClass, cloudEvents.toJson(event, options)),
    batch: cloudEvents.fromJsonBatch(eventClass, cloudEvents.toJsonBatch([event], options))[0],
    'HTTP, structured': cloudEvents.fromHttp(eventClass, cloudEvents.toHttp(event, 'structured', options))[0],
    'HTTP, binary': cloudEvents.fromHttp(eventClass, cloudEvents.toHttp(event, 'binary', options))[0],
    'HTTP, batch': cloudEvents.fromHttp(eventClass, cloudEvents.toHttpBatch([event], options))[0],
  }
}

test.skipIf(corpusFolder === undefined)('the corpus is there (beside the workspace, in shared/corpus)', () => {
  expect(corpusDocuments.length).toBeGreaterThan(20)
  expect(invalidDocuments.length).toBeGreaterThan(3)
})

test.each(invalidDocuments)('$name ends with findings in the file at fault', async ({ file }) => {
  const { contract, findings } = await loadContract(file)
  expect(contract).toBeUndefined()
  const errors = findings.filter(({ severity }) => severity === 'error')
  expect(errors.length).toBeGreaterThan(0)
  for (const { place, mend, message } of errors) {
    expect(place?.file).toBe(file)
    expect(place?.line).toBeGreaterThan(0)
    expect(`${message}${mend}`).not.toMatch(/undefined|\[object|null/)
  }
})
