import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { openPg, type PgPool } from './client.js'

test('a connection that breaks between two statements of a transaction ends no process, and does not go back to the pool', async () => {
  const released: unknown[] = []
  const client = Object.assign(new EventEmitter(), {
    query: async () => ({ rows: [] }),
    release: (error?: unknown) => void released.push(error),
  })
  const pool = { query: client.query, connect: async () => client, options: {}, Client: class {} } as unknown as PgPool
  const database = await openPg(pool)
  const lost = new Error('Connection terminated unexpectedly')

  await database.transaction(async () => {
    client.emit('error', lost)
  })

  expect(released).toEqual([lost])
  expect(client.listenerCount('error')).toBe(0)
})
