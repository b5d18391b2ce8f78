import { PGlite } from '@electric-sql/pglite'
import { postgres } from '@tidings/runtime/postgres'
import { postgresPrograms } from './postgres-programs.js'
import { type SubjectKind, volume } from './subject-kind.js'

const embedded = 'There is no broker: PGlite lives in the process of its buses, and has one session.'

export const pgliteSubject: SubjectKind = {
  title: 'PGlite',
  file: 'pglite',
  isMissing: false,
  note: '',
  async open() {
    const pglite = await PGlite.create()
    return {
      subject: {
        transport: () => postgres({ pglite, leaseMs: 2_000 }),
        ...postgresPrograms('tidings', async (sql, parameters) => (await pglite.query(sql, parameters)).rows),
        checking: () => postgres({ pglite, leaseMs: 2_000, topology: 'check' }),
        why: { broker: embedded, network: embedded, refused: embedded },
        limitMs: 60_000,
        volume,
      },
      close: () => pglite.close(),
    }
  },
}
