import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operate } from './operate.js'

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name)
const bus = fixture('bus.ts')
// A module is loaded once, and a command closes its bus.
const relayless = fixture('relayless-bus.ts')

async function run(...args: string[]) {
  const printed = { out: '', err: '' }
  const status = await operate(args, {
    cwd: import.meta.dirname,
    env: {},
    out: (text) => {
      printed.out += text
    },
    err: (text) => {
      printed.err += text
    },
  })
  return { status, ...printed }
}

test('where there are no dead letters it says so, and that is fine', async () => {
  expect(await run('dead-letters', 'list', '--bus', bus)).toEqual({
    status: 0,
    out: '',
    err: 'tidings: no dead letters\n',
  })
})

test('help is no failure, nothing at all is', async () => {
  expect(await run('relay', '--help')).toMatchObject({ status: 0, err: '' })
  expect(await run()).toMatchObject({ status: 2 })
})

test.each([
  { args: ['relay'], says: '--bus FILE is missing' },
  { args: ['cook', '--bus', bus], says: 'cook is no command; expected relay, dead-letters list' },
  { args: ['dead-letters', '--bus', bus], says: 'dead-letters is no command; expected relay, dead-letters list' },
  { args: ['dead-letters', 'discard', '--bus', bus], says: 'needs --subscription, --type or --id; or --all' },
  { args: ['dead-letters', 'redrive', '--bus', bus], says: 'needs --subscription, --type or --id; or --all' },
  { args: ['dead-letters', 'list', '--bus', bus, '--format', 'xml'], says: '--format is xml; expected text or json' },
  { args: ['dead-letters', 'list', '--bus', bus, '--limit', '0'], says: '--limit is 0; expected a number above 0' },
  { args: ['dead-letters', 'list', '--bus', bus, '--quick'], says: "Unknown option '--quick'" },
  { args: ['dead-letters', 'list', '--bus', 'nowhere.js'], says: 'nowhere.js cannot be loaded' },
  { args: ['relay', '--bus', fixture('no-bus.ts')], says: 'has no bus as its default export' },
  { args: ['relay', '--bus', relayless], says: 'exports no relay; expected export const relay' },
])('$args is wrong usage, told without a stack', async ({ args, says }) => {
  const { status, out, err } = await run(...args)
  expect(status).toBe(2)
  expect(err).toContain(says)
  expect(err).not.toContain('    at ')
  expect(out).toBe('')
})
