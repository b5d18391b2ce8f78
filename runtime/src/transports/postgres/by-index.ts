/**
 * SQL: what a function is that claims or settles. The server plans its statements once for each of its connections,
 * which saves more than half of their time, and keeps the plans. Whether a table was empty then or not, they must be
 * those for a backlog: they go by index, in its order, whatever the planner believes.
 */
export const byIndex = `LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp ${[
  'plan_cache_mode = force_generic_plan',
  ...['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'enable_hashjoin', 'enable_mergejoin', 'jit'].map(
    (setting) => `${setting} = off`,
  ),
]
  .map((setting) => `SET ${setting}`)
  .join(' ')} AS`
