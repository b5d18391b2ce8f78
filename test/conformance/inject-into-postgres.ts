import type { Subject } from '@tidings/runtime/conformance'

/** Inserts what no constraint refuses and yet is no CloudEvent of version 1. */
export const injectInto =
  (schema: string, query: (sql: string, parameters: unknown[]) => Promise<unknown>): NonNullable<Subject['inject']> =>
  async ({ address, application = '' }, { headers, body }) => {
    await query(
      `INSERT INTO ${schema}.messages (application, address, specversion, source, type, datacontenttype, data)
       VALUES ($1, $2, 'none', 'somebody', 'something', $3, $4)`,
      [application, address, headers['content-type'], body],
    )
  }
