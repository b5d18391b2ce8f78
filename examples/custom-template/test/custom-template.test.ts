import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'tidings'
import { expect, onTestFinished, test } from 'vitest'

const example = join(import.meta.dirname, '..')

/** Does what `npm start` does, into another folder. */
async function generated(): Promise<(path: string) => Promise<string>> {
  const out = await mkdtemp(join(tmpdir(), 'tidings-'))
  onTestFinished(() => rm(out, { recursive: true, force: true }))
  let printed = ''
  const writer = { write: (text: string) => (printed += text) }
  const status = await run(['generate', '--out', out], { cwd: example, env: {}, stdout: writer, stderr: writer })
  expect({ status, printed }).toMatchObject({ status: 0 })
  return (path) => readFile(join(out, path), 'utf8')
}

test.each([['EVENTS.md'], ['registry.ts']])('writes %s as it is expected', async (path) => {
  const read = await generated()

  expect(await read(path)).toBe(await readFile(join(example, 'test/golden', path), 'utf8'))
})

test('leaves the rest of the SDK as it is without the templates', async () => {
  const read = await generated()

  expect(await read('events/delivery-started.ts')).toContain('export class DeliveryStarted extends Event<')
  expect(await readdir(join(example, 'test/golden'))).toEqual(['EVENTS.md', 'registry.ts'])
})
