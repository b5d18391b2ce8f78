import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadSettings } from '../config/load-settings.js'
import { pinged } from '../fixtures/contracts.js'
import { type Files, filesIn, folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

/** What the config that init wrote comes to. */
async function settingsIn(cwd: string) {
  const { projects, findings } = await loadSettings({ options: {} }, cwd)
  expect(findings).toEqual([])
  return projects.map(({ contract, out, importExtension, perspective }) => ({
    contract: contract.slice(cwd.length + 1),
    out: out.slice(cwd.length + 1),
    importExtension,
    perspective,
  }))
}

test('an empty folder gets a contract, a config, settings and scripts, and is told what is next', async () => {
  const cwd = folderWith()

  const { status, stdout, stderr } = await runTidings(['init'], cwd)

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toBe(`Wrote asyncapi.yaml: a contract to begin with
Wrote tidings.config.ts: where things are
Wrote tsconfig.json: TypeScript settings
Wrote package.json: scripts and dependencies
Wrote .gitignore: what git leaves out

Next:
  npm install
  npm run generate
`)
  expect(await settingsIn(cwd)).toEqual([
    { contract: 'asyncapi.yaml', out: 'generated', importExtension: '.js', perspective: 'application' },
  ])
})

test('the contract that it writes is good, and is generated', async () => {
  const cwd = folderWith()
  await runTidings(['init'], cwd)

  expect(await runTidings(['lint'], cwd)).toEqual({ status: 0, stdout: '', stderr: 'Nothing to say.\n' })
  expect((await runTidings(['generate'], cwd)).status).toBe(0)
  expect(Object.keys(filesIn(cwd))).toEqual(
    expect.arrayContaining(['generated/events/order-placed.ts', 'generated/events/order-shipped.ts']),
  )
})

test('an application takes its name from package.json', async () => {
  const cwd = folderWith({ 'package.json': '{"name":"@acme/Pizza.Hub"}' })
  await runTidings(['init'], cwd)

  const contract = parse(filesIn(cwd)['asyncapi.yaml'] ?? '')
  expect(contract.info.title).toBe('pizza-hub')
  expect(contract.components.messages.OrderShipped['x-event'].type).toBe('com.example.pizza-hub.order.shipped.v1')
})

test('nothing that is there is overwritten, and a second time there is nothing to do', async () => {
  const mine: Files = {
    '.gitignore': 'mine',
    'asyncapi.yaml': pinged(),
    'tidings.config.yaml': 'out: mine',
    'tsconfig.json': '{ /* mine */ }',
  }
  const cwd = folderWith({ ...mine, 'package.json': '{}' })

  expect((await runTidings(['init'], cwd)).status).toBe(0)
  expect(filesIn(cwd)).toMatchObject(mine)
  const before = filesIn(cwd)
  const { stdout } = await runTidings(['init'], cwd)
  expect(stdout).toContain('Kept asyncapi.yaml as it is\nKept tidings.config.yaml as it is\n')
  expect(filesIn(cwd)).toEqual(before)
})

test('package.json keeps its indentation, line ends, order, scripts and dependencies', async () => {
  const text = `{
	"version": "1.0.0",
	"scripts": {
		"generate": "prisma generate"
	},
	"name": "shop",
	"peerDependencies": {},
	"devDependencies": {
		"zod": "^4.0.0",
		"tidings": "file:../tidings.tgz"
	}
}
`.replaceAll('\n', '\r\n')
  const cwd = folderWith({ 'package.json': text })

  const { stdout } = await runTidings(['init'], cwd)

  expect(filesIn(cwd)['package.json']).toBe(
    `{
	"version": "1.0.0",
	"scripts": {
		"generate": "prisma generate",
		"generate:events": "tidings generate",
		"check:contract": "tidings lint && tidings generate --check"
	},
	"name": "shop",
	"peerDependencies": {},
	"devDependencies": {
		"zod": "^4.0.0",
		"tidings": "file:../tidings.tgz"
	},
	"dependencies": {
		"@tidings/runtime": "^0.1.0"
	}
}
`.replaceAll('\n', '\r\n'),
  )
  expect(stdout).toContain(
    'Changed package.json: scripts.generate:events, scripts.check:contract, dependencies.@tidings/runtime\n',
  )
  expect(stdout).toContain('  npm run generate:events\n')
})

test.each([
  ['{\n  "name": "x",\n}', 3, 1],
  ['[]', 1, 1],
])(
  'a package.json that is broken, %j, is a finding at its place, and nothing is written',
  async (text, line, column) => {
    const cwd = folderWith({ 'package.json': text })

    const { status, stdout } = await runTidings(['init'], cwd)

    expect(status).toBe(1)
    expect(stdout).toMatch(
      new RegExp(`^package\\.json:${line}:${column} - error init-manifest: package.json cannot be read: `),
    )
    expect(filesIn(cwd)).toEqual({ 'package.json': text })
  },
)

test('--dry-run writes nothing and says what would be written', async () => {
  const files = { 'package.json': '{ "type": "module" }' }
  const cwd = folderWith(files)

  const { status, stdout } = await runTidings(['init', '--dry-run'], cwd, { answers: {} })

  expect(status).toBe(0)
  expect(stdout).toMatch(
    /^Would write asyncapi\.yaml: .*\nWould write tidings\.config\.json: .*\nWould change package\.json: /,
  )
  expect(filesIn(cwd)).toEqual(files)
})

test('a contract that is there is used, wherever it stands', async () => {
  const cwd = folderWith({
    'package.json': '{}',
    'docs/events.yml': pinged(),
    'docs/message.yaml': 'payload: {}',
    'node_modules/x/asyncapi.yaml': pinged(),
  })

  await runTidings(['init'], cwd)

  expect(await settingsIn(cwd)).toMatchObject([{ contract: 'docs/events.yml', out: 'generated' }])
  expect(Object.keys(filesIn(cwd))).not.toContain('asyncapi.yaml')
})

test('several contracts become projects, each with a folder of its own', async () => {
  const cwd = folderWith({
    'package.json': '{ "workspaces": ["packages/*"] }',
    'packages/orders/asyncapi.yaml': pinged(),
    'packages/orders/src/index.ts': '',
    'packages/billing/asyncapi.json': '{"asyncapi":"3.1.0"}',
  })

  await runTidings(['init'], cwd)

  expect(await settingsIn(cwd)).toMatchObject([
    { contract: 'packages/billing/asyncapi.json', out: 'packages/billing/generated' },
    { contract: 'packages/orders/asyncapi.yaml', out: 'packages/orders/src/generated' },
  ])
})

test('the contract of a config that is there is used, and one that is missing is written', async () => {
  const cwd = folderWith({
    'tidings.config.yaml': 'contract: test/shop.yaml',
    'test/shop.yaml': pinged(),
    'package.json': '{}',
  })
  const missing = folderWith({ 'tidings.config.yaml': 'contract: contracts/shop.yaml', 'package.json': '{}' })

  await runTidings(['init'], cwd)
  await runTidings(['init'], missing)

  expect(Object.keys(filesIn(cwd)).sort()).toEqual(['package.json', 'test/shop.yaml', 'tidings.config.yaml'])
  expect(Object.keys(filesIn(missing))).toContain('contracts/shop.yaml')
})

test('a config that is wrong is a finding, and nothing is written', async () => {
  const cwd = folderWith({ 'tidings.config.yaml': 'contarct: a.yaml' })

  const { status, stdout } = await runTidings(['init', '--package'], cwd)

  expect(status).toBe(1)
  expect(stdout).toMatch(/^tidings\.config\.yaml:1:1 - error config-key: /)
  expect(Object.keys(filesIn(cwd))).toEqual(['tidings.config.yaml'])
})

test('--contract and --out say where things go', async () => {
  const cwd = folderWith()

  await runTidings(['init', '--contract', 'contracts/shop.yaml', '--out', 'src/events', '--perspective', 'client'], cwd)

  expect(await settingsIn(cwd)).toEqual([
    { contract: 'contracts/shop.yaml', out: 'src/events', importExtension: '.js', perspective: 'client' },
  ])
  expect(Object.keys(filesIn(cwd))).toContain('contracts/shop.yaml')
})

test('it asks on a terminal, and takes what is answered', async () => {
  const cwd = folderWith({ 'shop.yaml': pinged() })
  const answers = { 'generated files': 'src/events', client: 'client', now: 'n' }

  await runTidings(['init'], cwd, { answers })

  expect(await settingsIn(cwd)).toMatchObject([{ contract: 'shop.yaml', out: 'src/events', perspective: 'client' }])
})

test('--yes asks nothing', async () => {
  const cwd = folderWith()
  const answers = { 'generated files': 'src/events' }

  await runTidings(['init', '--yes'], cwd, { answers })

  expect(await settingsIn(cwd)).toMatchObject([{ out: 'generated' }])
})

test('from a folder inside a project, the project is started', async () => {
  const cwd = folderWith({ 'package.json': '{}', 'src/deep/x.ts': '' })

  const { stdout } = await runTidings(['init'], join(cwd, 'src/deep'))

  expect(stdout).toMatch(/^In \.\.\/\.\.:\nWrote asyncapi\.yaml/)
  expect(await settingsIn(cwd)).toMatchObject([{ out: 'src/generated' }])
})

test.each([
  ['npm', { 'package-lock.json': '{}' }, {}, 'npm install', 'npm run generate'],
  ['pnpm by its lock file', { 'pnpm-lock.yaml': '' }, {}, 'pnpm install', 'pnpm run generate'],
  ['yarn by its lock file', { 'yarn.lock': '' }, {}, 'yarn install', 'yarn run generate'],
  ['bun by its lock file', { 'bun.lock': '' }, {}, 'bun install', 'bun run generate'],
  [
    'pnpm by packageManager',
    { 'package.json': '{"packageManager":"pnpm@10.1.0"}' },
    {},
    'pnpm install',
    'pnpm run generate',
  ],
  ['whoever runs us', {}, { npm_config_user_agent: 'yarn/4.1.0 npm/? node/v22' }, 'yarn install', 'yarn run generate'],
  [
    'a lock file before whoever runs us',
    { 'yarn.lock': '' },
    { npm_config_user_agent: 'npm/11' },
    'yarn install',
    'yarn run generate',
  ],
])('%s is what the next steps name', async (_, files: Files, env, install, generate) => {
  const cwd = folderWith({ 'package.json': '{}', ...files })

  expect((await runTidings(['init'], cwd, { env })).stdout).toContain(`Next:\n  ${install}\n  ${generate}\n`)
})

const esm = '{ "type": "module", "devDependencies": { "typescript": "^5.9.0" } }'

test.each([
  ['nodenext', { module: 'nodenext' }, '.js'],
  ['node20', { module: 'node20' }, '.js'],
  ['a bundler', { module: 'esnext', moduleResolution: 'bundler' }, ''],
  ['preserve', { module: 'preserve' }, ''],
  ['endings that are rewritten', { module: 'nodenext', rewriteRelativeImportExtensions: true }, '.ts'],
  ['endings that are allowed', { module: 'nodenext', allowImportingTsExtensions: true, noEmit: true }, '.ts'],
])('with %s in the TypeScript settings, import specifiers end so', async (_, compilerOptions, ending) => {
  const cwd = folderWith({ 'package.json': esm, 'tsconfig.json': JSON.stringify({ compilerOptions }) })

  expect((await runTidings(['init'], cwd)).stderr).toBe('')
  expect(await settingsIn(cwd)).toMatchObject([{ importExtension: ending }])
})

test('settings that are extended, have comments or stand in a referred file count', async () => {
  const cwd = folderWith({
    'package.json': esm,
    'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
    'tsconfig.app.json': '{ // of the application\n  "extends": ["./base.json"], "include": ["src"], }',
    'base.json': '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", } }',
    'src/index.ts': '',
  })

  await runTidings(['init'], cwd)

  expect(await settingsIn(cwd)).toMatchObject([{ importExtension: '', out: 'src/generated' }])
  expect(Object.keys(filesIn(cwd))).toContain('tidings.config.ts')
})

test('a config in TypeScript does not get into what is emitted', async () => {
  const cwd = folderWith({ 'package.json': esm, 'tsconfig.json': '{ "compilerOptions": { "module": "nodenext" } }' })

  await runTidings(['init'], cwd)

  expect(Object.keys(filesIn(cwd))).toContain('tidings.config.json')
})

test('without TypeScript, Node runs generated files by their names', async () => {
  const cwd = folderWith({ 'package.json': '{ "type": "module" }' })

  await runTidings(['init'], cwd)

  expect(await settingsIn(cwd)).toMatchObject([{ importExtension: '.ts' }])
  expect(Object.keys(filesIn(cwd)).sort()).toEqual(['asyncapi.yaml', 'package.json', 'tidings.config.json'])
})

test.each([
  [
    '{ "devDependencies": { "typescript": "^5.9.0" } }',
    { module: 'node16' },
    'CommonJS modules are compiled for node16',
  ],
  ['{ "devDependencies": { "typescript": "^5.9.0" } }', {}, 'modules are resolved in the manner of node10'],
  [esm, { module: 'esnext', target: 'es2022' }, 'modules are resolved in the manner of classic'],
])('settings under which generated code cannot be compiled are told, with a mend', async (manifest, options, told) => {
  const tsconfig = JSON.stringify({ compilerOptions: options }, null, 2)
  const cwd = folderWith({ 'package.json': manifest, 'tsconfig.json': tsconfig })

  const { status, stderr } = await runTidings(['init'], cwd)

  expect(status).toBe(0)
  expect(stderr).toContain(`warning init-module: ${told}`)
  expect(stderr).toContain('Mend: Set "module": "nodenext" in tsconfig.json')
})

test('a tsconfig.json that is broken is a finding, and nothing is written', async () => {
  const cwd = folderWith({ 'package.json': esm, 'tsconfig.json': '{ "extends": "./gone.json" }' })

  const { status, stdout } = await runTidings(['init'], cwd)

  expect(status).toBe(1)
  expect(stdout).toMatch(/^tsconfig\.json:1:1 - error init-tsconfig: /)
  expect(Object.keys(filesIn(cwd))).toHaveLength(2)
})

test('--package makes a package of each output folder, with the version of its contract', async () => {
  const projects = [
    { name: 'orders', out: 'orders' },
    { name: 'billing', contract: 'billing.yaml', out: 'billing' },
  ]
  const cwd = folderWith({
    'package.json': '{ "name": "@acme/shop" }',
    'asyncapi.yaml': pinged().replace('1.0.0', '2.3.4'),
    'billing.yaml': pinged(),
    'tidings.config.json': JSON.stringify({ projects }),
    'billing/tsconfig.json': 'mine',
  })

  const { status, stdout } = await runTidings(['init', '--package'], cwd)

  expect(status).toBe(0)
  expect(stdout).toContain('Wrote orders/package.json: the package @acme/shop-orders-events\n')
  expect(stdout).toContain('Kept billing/tsconfig.json as it is\n')
  const files = filesIn(cwd)
  expect(JSON.parse(files['orders/package.json'] ?? '')).toMatchObject({ version: '2.3.4', type: 'module' })
  expect(JSON.parse(files['billing/package.json'] ?? '')).toMatchObject({ name: '@acme/shop-billing-events' })
  expect(files['billing/tsconfig.json']).toBe('mine')
})

test('--package says when import specifiers cannot be those of a package', async () => {
  const cwd = folderWith({ 'package.json': '{}', 'tidings.config.yaml': 'importExtension: none' })

  expect((await runTidings(['init', '--package'], cwd)).stderr).toContain(
    'warning init-package: tidings.config.yaml lets',
  )
})
