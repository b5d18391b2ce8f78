import { expect, test } from 'vitest'
import { buildContract, buildServer } from '../fixtures/build-contract.js'
import { renderFile } from '../fixtures/render.js'

test('are where the contract says, with what it says of their brokers', async () => {
  const contract = buildContract({
    servers: [
      buildServer('field', {
        description: 'On the roofs.',
        bindings: { mqtt: { keepAlive: 60, bindingVersion: '0.2.0' }, http: { a: 1 } },
      }),
      buildServer('office-2', { host: 'rabbit.example', pathname: '/orders', protocol: 'amqps' }),
    ],
  })
  expect(await renderFile(contract, 'servers.ts')).toBe(`\
/** The brokers that the contract names. */
export const servers = {
  /**
   * On the roofs.
   *
   * From \`#/servers/field\` of asyncapi.yaml.
   */
  field: {
    protocol: 'mqtt',
    host: 'field.example:1883',
    bindings: { mqtt: { keepAlive: 60, bindingVersion: '0.2.0' } },
  },
  /** From \`#/servers/office-2\` of asyncapi.yaml. */
  'office-2': {
    protocol: 'amqps',
    host: 'rabbit.example',
    pathname: '/orders',
  },
}
`)
  expect(await renderFile(contract, 'index.ts')).toContain("export * from './servers.js'")
})

test('are absent where there are none, or none with a broker', async () => {
  for (const servers of [[], [buildServer('web', { protocol: 'https' }), buildServer('live', { protocol: 'wss' })]]) {
    const contract = buildContract({ servers })
    expect(await renderFile(contract, 'servers.ts')).toBeUndefined()
    expect(await renderFile(contract, 'index.ts')).not.toContain('servers.js')
  }
})
