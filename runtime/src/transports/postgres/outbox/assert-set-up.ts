const undefinedTable = '42P01'
const undefinedColumn = '42703'

/** What a statement answers; says how the tables come there where they are missing. */
export async function assertSetUp<T>(schema: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (![undefinedTable, undefinedColumn].includes(codeOf(error))) throw error
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
