import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { DiffOptions } from './diff.js'
import { compared } from './fixtures/compared.js'
import { texts } from './fixtures/orders.js'

/** Events by what the application does with them. */
const usages = {
  Sent: { kind: 'integration', actions: ['send'] },
  Received: { kind: 'integration', actions: ['receive'] },
  SentAndReceived: { kind: 'integration', actions: ['send', 'receive'] },
  Unconnected: { kind: 'integration', actions: [] },
  Replied: { kind: 'integration', actions: [] },
  DomainSent: { kind: 'domain', actions: ['send'] },
  DomainReceived: { kind: 'domain', actions: ['receive'] },
} as const

type Usage = keyof typeof usages

/** A contract whose events all have the same data; a request that is received is answered by Replied. */
function contractWith(required: readonly string[]): string {
  const names = Object.keys(usages) as Usage[]
  const channel = (name: string) => ({ $ref: `#/channels/${name}` })
  const messages = (name: Usage) => ({
    [name]: { 'x-event': { kind: usages[name].kind }, payload: { $ref: `#/components/schemas/${name}` } },
  })
  return stringify({
    asyncapi: '3.0.0',
    info: { title: 'Directions', version: '1.0.0' },
    channels: {
      ...Object.fromEntries(names.map((name) => [name, { address: name, messages: messages(name) }])),
      requests: { address: 'requests', messages: { Asked: { payload: texts(['id']) } } },
    },
    operations: {
      ...Object.fromEntries(
        names.flatMap((name) =>
          usages[name].actions.map((action) => [action + name, { action, channel: channel(name) }]),
        ),
      ),
      answer: { action: 'receive', channel: channel('requests'), reply: { channel: channel('Replied') } },
    },
    components: {
      schemas: Object.fromEntries(names.map((name) => [name, texts(['old', 'new'], required)])),
    },
  })
}

/**
 * By event: what it is that `old` may be missing now, which breaks old code that reads new events, and that `new` has
 * to be there, which old events lack.
 */
async function verdicts(options: Partial<DiffOptions>): Promise<Record<Usage, string>> {
  const found = await compared(contractWith(['old']), contractWith(['new']), options)
  const severityOf = (rule: string, name: string) =>
    found.find((each) => each.rule === rule && each.message.includes(` of ${name} `))?.severity ?? 'nothing'
  const entries = Object.keys(usages).map((name) => [
    name,
    `${severityOf('property-optional', name)} ${severityOf('property-required', name)}`,
  ])
  return Object.fromEntries(entries)
}

// Beside errors: a warning where who reads or makes the data by the SDK has to change, else an info.
test('each event is judged by what the application does with it', async () => {
  expect(await verdicts({})).toEqual({
    Sent: 'error warning',
    Received: 'warning error',
    SentAndReceived: 'error error',
    Unconnected: 'error error',
    Replied: 'error warning',
    DomainSent: 'error error',
    DomainReceived: 'error error',
  })
})

test('a client sees every direction turned round', async () => {
  expect(await verdicts({ perspective: 'client' })).toEqual({
    Sent: 'warning error',
    Received: 'error warning',
    SentAndReceived: 'error error',
    Unconnected: 'error error',
    Replied: 'warning error',
    DomainSent: 'error error',
    DomainReceived: 'error error',
  })
})

test.each([
  ['full', 'error error', 'error error', 'error error'],
  ['backward', 'info error', 'warning error', 'warning error'],
  ['forward', 'error warning', 'error info', 'error warning'],
  ['none', 'info info', 'info info', 'info info'],
] as const)('--compatibility %s holds for all events alike', async (compatibility, sent, received, both) => {
  expect(await verdicts({ compatibility })).toEqual({
    Sent: sent,
    Received: received,
    SentAndReceived: both,
    Unconnected: both,
    Replied: sent,
    DomainSent: both,
    DomainReceived: both,
  })
})
