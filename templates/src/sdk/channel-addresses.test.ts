import { expect, test } from 'vitest'
import { buildChannel, buildContract } from '../fixtures/build-contract.js'
import { renderFile } from '../fixtures/render.js'

test('are functions of their parameters', async () => {
  const contract = buildContract({
    channels: [
      buildChannel('orders', { description: 'The life of an order.' }),
      buildChannel('perCustomer', {
        address: 'customers/{customerId}/{part}',
        parameters: [
          { name: 'customerId', description: 'Who was told.' },
          { name: 'part', enum: ['mail', 'phone'] },
        ],
      }),
      buildChannel('perOrder', { address: 'orders/{orderId}' }),
      buildChannel('replies', { address: null }),
    ],
  })
  expect(await renderFile(contract, 'channels.ts')).toBe(`\
import { channelAddress } from '@tidings/runtime/sdk/v1'

/** The addresses of the contract's channels. */
export const channels = {
  /**
   * The life of an order.
   *
   * From \`#/channels/orders\` of asyncapi.yaml.
   */
  orders: (): string => 'orders',
  /** From \`#/channels/perCustomer\` of asyncapi.yaml. */
  perCustomer: (parameters: {
    /** Who was told. */
    readonly customerId: string
    readonly part: 'mail' | 'phone'
  }): string => channelAddress('customers/{customerId}/{part}', parameters),
  /** From \`#/channels/perOrder\` of asyncapi.yaml. */
  perOrder: (parameters: { readonly orderId: string }): string => channelAddress('orders/{orderId}', parameters),
}
`)
})

test('are absent where the contract tells none', async () => {
  expect(
    await renderFile(buildContract({ channels: [buildChannel('a', { address: null })] }), 'channels.ts'),
  ).toBeUndefined()
})
