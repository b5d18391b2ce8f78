import { expect, test, vi } from 'vitest'
import { type ConfirmChannel, publish } from './client.js'

test('a client with other insides publishes in its own way', () => {
  const own = vi.fn(() => true)
  const channel = { publish: own } as unknown as ConfirmChannel
  const [content, confirmed] = [Buffer.from('{}'), () => {}]
  const target = { exchange: 'orders', routingKey: 'a', mandatory: true }
  expect(publish(channel, target, { headers: { a: 1 }, deliveryMode: 2 }, content, confirmed)).toBe(true)
  expect(own).toHaveBeenCalledWith(
    'orders',
    'a',
    content,
    { headers: { a: 1 }, deliveryMode: 2, mandatory: true },
    confirmed,
  )
})
