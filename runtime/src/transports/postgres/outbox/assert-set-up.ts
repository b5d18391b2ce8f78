/** SQLSTATE: a schema, a table, a column or a function that is not there. */
const missing: readonly string[] = ['3F000', '42P01', '42703', '42883']

/** What a statement answers; says how the tables come there where they are missing. */
export async function assertSetUp<T>(schema: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!missing.includes(codeOf(error))) throw error
    throw new Error(
      `schema ${schema} is not set up: call setUpPostgres({ … }) once before, or run the SQL of postgresSchema()`,
      { cause: error },
    )
  }
}

/** Object-relational mappers wrap what the driver threw. */
function codeOf(error: unknown): string {
  const { code, cause } = Object(error) as { readonly code?: unknown; readonly cause?: unknown }
  return cause !== undefined && typeof code !== 'string' ? codeOf(cause) : String(code)
}
