import { expect, test } from 'vitest'
import { orders, texts } from '../diff/fixtures/orders.js'
import { repositoryWith } from '../diff/fixtures/repository.js'
import { folderWith, put } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

test('a contract that breaks nobody ends with 0', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': orders() })

  expect(await runTidings(['diff', 'git:main'], folder)).toEqual({
    status: 0,
    stdout: '',
    stderr: 'Nothing that counts changed since main.\n',
  })
})

test('a break ends with 1, and tells whom, by which event, and how to do it instead', async () => {
  const { folder } = repositoryWith({
    'asyncapi.yaml': orders({ payload: { type: 'object', properties: { state: { enum: ['open'] } } } }),
  })
  put(folder, {
    'asyncapi.yaml': orders({ payload: { type: 'object', properties: { state: { enum: ['open', 'paid'] } } } }),
  })

  expect(await runTidings(['diff', 'git:main'], folder)).toEqual({
    status: 1,
    stdout: `asyncapi.yaml:4:12 - info version-not-raised: the version of the contract is 1.0.0; expected 2.0.0 or higher: something breaks
  4 |   version: 1.0.0
    |            ^~~~~
  Mend: Write "version: 2.0.0" before the next release.

asyncapi.yaml:20:5 - info new-version-due: event OrderPlaced breaks those who use com.shop.order.placed.v1; expected a new version beside it, of type com.shop.order.placed.v2
  20 |     OrderPlaced:
     |     ^~~~~~~~~~~
  Mend: Leave the message as it was, and add one with "x-event: { name: OrderPlaced, version: 2, type: com.shop.order.placed.v2 }"; give readers an upcaster from the one to the other.

asyncapi.yaml:28:13 - error value-added: data.state of OrderPlaced is one of "open", "paid" now, was "open": strict validators of deployed readers will dead-letter an event with another value; expected only values that they know
  28 |             enum:
     |             ^~~~
  before: git:main:asyncapi.yaml:28:13
  Breaks: who reads what is sent (forward)
  Witness: {"state":"paid"}
  Mend: Let every reader take any text first (without the list), deploy that, and add the value then. Or publish it as com.shop.order.placed.v2 beside this one, with an upcaster.

1 error, 2 info
`,
    stderr: 'Somebody breaks, compared with main. The next version is 2.0.0.\n',
  })
})

test('--suggest-version prints the next version alone; the findings go to standard error', async () => {
  const { folder } = repositoryWith({ 'asyncapi.yaml': orders() })
  put(folder, { 'asyncapi.yaml': orders({ payload: texts(['orderId', 'note'], ['orderId']) }) })

  const { status, stdout, stderr } = await runTidings(['diff', 'git:main', '--suggest-version'], folder)
  expect({ status, stdout }).toEqual({ status: 0, stdout: '1.1.0\n' })
  expect(stderr).toContain('undeclared-property')
})

test('a version that is none cannot be followed by another', async () => {
  const cwd = folderWith({ 'before.yaml': orders({ version: 'draft' }), 'asyncapi.yaml': orders({ version: 'draft' }) })

  expect(await runTidings(['diff', 'before.yaml', '--suggest-version'], cwd)).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('no version can be suggested'),
  })
})

test('an undeclared name that is taken is an error where undeclared properties are in use', async () => {
  const cwd = folderWith({
    'before.yaml': orders(),
    'asyncapi.yaml': orders({ payload: texts(['orderId', 'note'], ['orderId']) }),
  })
  const severity = async (...more: readonly string[]) => {
    const { stdout } = await runTidings(
      ['diff', 'before.yaml', '--compatibility', 'backward', '--format', 'json', ...more],
      cwd,
    )
    return JSON.parse(stdout).findings.find(({ rule }: { rule: string }) => rule === 'undeclared-property').severity
  }

  expect(await severity()).toBe('warning')
  expect(await severity('--undeclared-in-use')).toBe('error')
})

test('folders are compared contract by contract, by their paths', async () => {
  const before = {
    'events/a.yaml': orders(),
    'events/b/asyncapi.yaml': orders(),
    'events/gone.yaml': orders(),
    'events/other.yaml': 'a: 1',
  }
  const { folder, git } = repositoryWith(before)
  git('rm', '--quiet', 'events/gone.yaml')
  put(folder, { 'events/b/asyncapi.yaml': orders({ payload: texts(['id']) }), 'events/new.yaml': orders() })

  const { status, stdout } = await runTidings(['diff', 'git:HEAD:events', '--format', 'json'], folder)
  const told = JSON.parse(stdout).findings.map(
    ({
      rule,
      place,
      related = [],
    }: {
      rule: string
      place?: { file: string }
      related?: { place: { file: string } }[]
    }) => [rule, place?.file ?? related[0]?.place.file].join(' '),
  )
  expect(status).toBe(1)
  expect(told.filter((line: string) => line.startsWith('contract') || line.startsWith('property'))).toEqual([
    'contract-removed git:HEAD:events/gone.yaml',
    'property-removed events/b/asyncapi.yaml',
    'property-required events/b/asyncapi.yaml',
    'contract-added events/new.yaml',
  ])
})

test('without a base there is nothing to compare', async () => {
  expect(await runTidings(['diff'], folderWith({ 'asyncapi.yaml': orders() }))).toEqual({
    status: 2,
    stdout: '',
    stderr: 'tidings: expected a base to compare with, such as git:main\n',
  })
})
