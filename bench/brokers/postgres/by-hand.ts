import pg from 'pg'
import type { Order } from '../orders.js'
import { each, inHand, type Line, together, type Way } from '../way.js'

/** A table for a queue; a notification wakes who handles. A batch is handled in the transaction that deletes it. */
const wayOf = (name: string, url: string, publish: PublishAll): Way => ({
  name,
  async open(line) {
    const pool = new pg.Pool({ connectionString: url, max: 10 })
    await pool.query(createQueue(line))
    let consumer: Awaited<ReturnType<typeof consume>> | undefined
    return {
      publish: (orders) => publish(pool, line, orders),
      async consume(handle) {
        consumer = await consume(url, line, handle)
      },
      async left() {
        const { rows } = await pool.query(`SELECT count(*)::integer AS left FROM ${line}`)
        return rows[0].left
      },
      async close() {
        await consumer?.end()
        await pool.query(`DROP TABLE ${line}`)
        await pool.end()
      },
    }
  },
})

type PublishAll = (pool: pg.Pool, line: string, orders: readonly Order[]) => Promise<void>

export const byHand = (url: string): readonly Way[] => [
  wayOf('pg by hand', url, (pool, line, orders) =>
    each(orders, ({ envelope }) => pool.query(insertOf(line, envelope))),
  ),
  {
    ...wayOf(`pg by hand, ${inHand} in a statement`, url, (pool, line, orders) =>
      together(orders, (some) =>
        pool.query({
          name: 'insert',
          text: `WITH inserted AS (INSERT INTO ${line} (event) SELECT unnest($1::text[])) SELECT pg_notify('${line}', '')`,
          values: [some.map(({ envelope }) => JSON.stringify(envelope))],
        }),
      ),
    ),
    onlyPublishes: true,
  },
]

export const createQueue = (line: string): string =>
  `CREATE TABLE ${line} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event text NOT NULL)`

export const insertOf = (line: string, envelope: object): pg.QueryConfig => ({
  name: `insert ${line}`,
  text: `WITH inserted AS (INSERT INTO ${line} (event) VALUES ($1)) SELECT pg_notify('${line}', '')`,
  values: [JSON.stringify(envelope)],
})

export async function consume(url: string, line: string, handle: Parameters<Line['consume']>[0]) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`LISTEN ${line}`)
  let isOver = false
  let isTold = true
  let wake = () => {}
  client.on('notification', () => {
    isTold = true
    wake()
  })
  const take = {
    name: 'take',
    text: `DELETE FROM ${line} WHERE id IN (
      SELECT id FROM ${line} ORDER BY id LIMIT ${inHand} FOR UPDATE SKIP LOCKED
    ) RETURNING event`,
  }
  const run = async () => {
    while (!isOver) {
      isTold = false
      await client.query('BEGIN')
      const { rows } = await client.query(take)
      await Promise.all(rows.map(({ event }) => handle(JSON.parse(event).data)))
      await client.query('COMMIT')
      if (rows.length > 0 || isTold || isOver) continue
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const running = run()
  return {
    async end() {
      isOver = true
      wake()
      await running
      await client.end()
    },
  }
}
