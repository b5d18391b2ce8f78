import { PGlite } from '@electric-sql/pglite'
import { postgres } from '@tidings/runtime/postgres'
import { afterAll, beforeAll, describe } from 'vitest'
import { conform, volume } from './conform.js'
import { injectInto } from './inject-into-postgres.js'

describe('PGlite', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
  }, 60_000)
  afterAll(() => pglite.close())

  conform(() => ({
    transport: () => postgres({ pglite, leaseMs: 2_000 }),
    volume,
    inject: injectInto('tidings', (sql, parameters) => pglite.query(sql, parameters)),
  }))
})
