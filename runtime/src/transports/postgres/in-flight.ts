import type { Database } from './database.js'

/** A database that closes only when all that was asked of it is answered. */
export function awaitingAnswers(database: Database): Database {
  const asked = new Set<Promise<unknown>>()
  const track = <T>(answer: Promise<T>): Promise<T> => {
    const settled: Promise<unknown> = answer.then(
      () => asked.delete(settled),
      () => asked.delete(settled),
    )
    asked.add(settled)
    return answer
  }
  return {
    query: (...query) => track(database.query(...query)),
    script: (sql) => track(database.script(sql)),
    transaction: (work) => track(database.transaction(work)),
    listen: (...listen) => database.listen(...listen),
    async close() {
      while (asked.size > 0) await Promise.all(asked)
      await database.close()
    },
  }
}
