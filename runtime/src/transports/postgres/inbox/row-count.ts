/** How many rows a statement answered with, in whatever form a client gives them. */
export function rowCount(result: unknown): number {
  if (Array.isArray(result)) return result.length
  const { rows } = Object(result) as { readonly rows?: unknown }
  if (Array.isArray(rows)) return rows.length
  throw new TypeError('the option statement answers without rows; an inbox needs them to tell what is new')
}
