import type { Subject } from '@tidings/runtime/conformance'

type Query = (sql: string, parameters: unknown[]) => Promise<readonly unknown[]>

/** What somebody does who knows SQL and nothing of Tidings. */
export const postgresPrograms = (
  schema: string,
  query: Query,
): Required<Pick<Subject, 'inject' | 'foreign' | 'forget'>> => ({
  /** Inserts what no constraint refuses and yet is no CloudEvent of version 1. */
  async inject({ address, application = '' }, { headers, body }) {
    await query(
      `INSERT INTO ${schema}.messages (application, address, specversion, source, type, datacontenttype, data)
       VALUES ($1, $2, 'none', 'somebody', 'something', $3, $4)`,
      [application, address, headers['content-type'], body],
    )
  },
  foreign: {
    forms: ['structured', 'binary'],
    async write({ address, application = '' }, event, form) {
      if (form === 'structured') {
        await query(`SELECT ${schema}.publish($1, $2::json, $3)`, [address, JSON.stringify(event), application])
        return
      }
      const { specversion, id, source, type, subject, time, datacontenttype, data, ...extensions } = event
      await query(
        `INSERT INTO ${schema}.messages
           (application, address, specversion, id, source, type, subject, time, datacontenttype, extensions, data)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, convert_to($11, 'UTF8'))`,
        [
          ...[application, address, specversion, id, source, type, subject, time, datacontenttype],
          ...[JSON.stringify(extensions), JSON.stringify(data)],
        ],
      )
    },
    async read({ address, application = '' }) {
      const sql = `SELECT event FROM ${schema}.events WHERE address = $1 AND application = $2 ORDER BY position`
      return (await query(sql, [address, application])).map((row) => (row as { readonly event: never }).event)
    },
  },
  async forget({ name, application }) {
    await query(`DELETE FROM ${schema}.subscriptions WHERE name = $1 AND application = $2`, [name, application])
  },
})
