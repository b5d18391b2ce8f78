import { randomUUID } from 'node:crypto'
import { postgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { conform, volume } from './conform.js'
import { injectInto } from './inject-into-postgres.js'

const { isMissing, note } = brokers.postgres
const schema = `conformance_${randomUUID().slice(0, 8)}`

describe.skipIf(isMissing)(`PostgreSQL${note}`, () => {
  let pool: pg.Pool
  beforeAll(() => {
    pool = new pg.Pool({ connectionString: brokers.postgres.url })
  })
  afterAll(async () => {
    await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await pool.end()
  })

  conform(() => ({
    transport: () => postgres({ connectionString: brokers.postgres.url, schema, leaseMs: 2_000 }),
    volume,
    inject: injectInto(schema, (sql, parameters) => pool.query(sql, parameters)),
  }))
})
