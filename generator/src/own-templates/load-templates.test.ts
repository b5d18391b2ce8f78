import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pinged } from '../fixtures/contracts.js'
import { type Files, filesIn, folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

/** Generates with these templates; gives the file that they write, and what was printed. */
async function generateWith(templates: unknown, files: Files) {
  const cwd = folderWith({
    'asyncapi.yaml': pinged(),
    'package.json': '{"type":"module"}',
    'tidings.config.json': JSON.stringify({ templates }),
    ...files,
  })
  const ran = await runTidings(['generate'], cwd)
  return { ...ran, cwd, list: filesIn(cwd)['generated/LIST.md'] }
}

const listTemplate = (name = 'list', text = "'a list'") =>
  `export default { name: '${name}', render(sdk, output) { output.text('LIST.md', ${text}) } }\n`

test.each<[string, string, Files]>([
  ['a TypeScript module', './list.ts', { 'list.ts': `const x: number = 1\n${listTemplate()}` }],
  ['a JavaScript module', './list.mjs', { 'list.mjs': listTemplate() }],
  [
    'each module of a folder',
    './templates',
    { 'templates/list.ts': listTemplate(), 'templates/list.test.ts': 'throw 1' },
  ],
  [
    'the index of a folder alone',
    './templates',
    {
      'templates/index.ts': "import list from './list.js'\nexport default [list]",
      'templates/list.ts': listTemplate(),
    },
  ],
  [
    'a package of ES modules',
    '@acme/templates',
    {
      'node_modules/@acme/templates/package.json': '{"name":"@acme/templates","type":"module","exports":"./main.js"}',
      'node_modules/@acme/templates/main.js': listTemplate(),
    },
  ],
])('takes %s', async (_, source, files) => {
  const { status, stdout, list } = await generateWith([source], files)

  expect({ status, stdout, list }).toMatchObject({ status: 0, list: 'a list' })
})

test('gives them the same API as ours, this very copy, wherever they stand', async () => {
  const template = `import { code, defineTemplate, identifier, imported, type Template } from '@tidings/templates'
const list: Template = defineTemplate({
  name: 'list',
  render({ contract, names }, output) {
    output.text('LIST.md', contract.events.map((event) => '- ' + event.name).join())
    output.file('own.ts').print\`\${imported('index.ts', 'x')}\`
  },
})
export default list`

  const { status, list, cwd } = await generateWith(['./list.ts'], { 'list.ts': template })

  expect(status).toBe(0)
  expect(list).toBe('- Pinged')
  expect(filesIn(cwd)['generated/own.ts']).toContain("from './index.js'")
})

test('one with the name of one of ours takes its place', async () => {
  const { sdkTemplates } = await import('@tidings/templates')
  const plain = await generateWith([], {})
  const names = sdkTemplates.map(({ name }) => name)
  expect(names).toContain('registry')

  const replaced = await generateWith(['./list.ts'], { 'list.ts': listTemplate('registry') })

  expect(filesIn(plain.cwd)['generated/registry.ts']).toBeDefined()
  expect(filesIn(replaced.cwd)['generated/registry.ts']).toBe(undefined)
  expect(replaced.list).toBe('a list')
})

test.each<[string, string, Files, RegExp]>([
  [
    'that throws when it is loaded',
    './list.ts',
    { 'list.ts': "\nthrow new Error('no luck')" },
    /^list\.ts:2:1 - error template-failed: the templates of list\.ts cannot be loaded: no luck$/m,
  ],
  [
    'that throws when it renders',
    './list.ts',
    { 'list.ts': "export default {\n  name: 'list',\n  render() {\n    throw new Error('no luck')\n  },\n}" },
    /^list\.ts:4:5 - error template-failed: template "list" failed: no luck$/m,
  ],
  [
    'that writes outside the folder',
    './list.ts',
    { 'list.ts': "export default {\n  name: 'list',\n  render: (_, output) => output.text('../x', ''),\n}" },
    /^list\.ts:3:3 - error template-failed: template "list" failed: cannot write "\.\.\/x"/m,
  ],
  [
    "that writes the user's package.json",
    './list.ts',
    { 'list.ts': "export default { name: 'list', render: (_, output) => output.text('package.json', '') }" },
    /^error output-path: the output file "package\.json" is kept for you/m,
  ],
  [
    'that is none',
    './list.ts',
    { 'list.ts': "export default { name: 'list' }" },
    /^list\.ts:1:1 - error template-shape: list\.ts exports an object with name by default; expected a template/m,
  ],
  [
    'that is not exported',
    './list.ts',
    { 'list.ts': 'export const list = 1' },
    /error template-shape: list\.ts exports nothing by default/m,
  ],
  ['that is an empty list', './list.ts', { 'list.ts': 'export default []' }, /list\.ts exports nothing by default/m],
  ['that is missing', './gone', {}, /^error template-missing: there are no templates at .*gone;/m],
  [
    'of a package that is not installed',
    '@acme/gone',
    {},
    /^error template-failed: the templates of @acme\/gone cannot be loaded: Cannot find module '@acme\/gone'/m,
  ],
])('one %s is a finding that names it, and nothing is written', async (_, source, files, message) => {
  const { status, stdout, stderr, cwd } = await generateWith([source], files)

  expect({ status, stderr }).toEqual({ status: 1, stderr: 'Nothing was written.\n' })
  expect(stdout).toMatch(message)
  expect(Object.keys(filesIn(cwd)).filter((path) => path.startsWith(join('generated')))).toEqual([])
})
