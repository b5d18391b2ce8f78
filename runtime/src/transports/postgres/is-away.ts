/**
 * SQLSTATE classes and codes that pass by themselves: connections (08), resources (53), an operator or a restart (57P),
 * a server that is only a standby yet (25006), and what concurrency made of it (40).
 */
const passing = /^(?:08...|53...|57P..|57014|25006|40...|55P03)$/

/** What is wrong in a program does not pass. */
const mistakes = [TypeError, RangeError, ReferenceError, SyntaxError]

/** Whether a statement failed since the server could not be reached or was busy, so that trying again may help. */
export function isAway(error: unknown): boolean {
  if (mistakes.some((mistake) => error instanceof mistake)) return false
  const { code } = Object(error) as { readonly code?: unknown }
  // What is no SQLSTATE comes from the network, or from the client that waited for it.
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code) ? passing.test(code) : true
}
