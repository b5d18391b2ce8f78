import type { CallTarget, PreparedSchema } from '../prepare-schema.js'

/** Where machine code stands: what it reads the value from, and what it does once that is found wrong. */
export interface Spot {
  /** The name that holds the value. */
  readonly value: string
  /** An expression for the JSON pointer to the value; absent where nobody will ask what is wrong. */
  readonly pointer?: string
  /** The statement that leaves, having said what is wrong where a complaint is given. */
  readonly fail: (complaint?: string) => string
}

/** What machine code asks of the module that it will stand in. */
export interface Module {
  /** The statements that judge by a schema. */
  judge(schema: PreparedSchema, spot: Spot): string
  /** A name that nothing else in the function has. */
  fresh(prefix: string): string
  /** The name of what the runtime's SDK entry exports. */
  runtime(name: string): string
  /** The name of the function that judges by another schema. */
  target(target: CallTarget): string
  /** The name of a constant at the top of the module; the same for the same expression. */
  constant(prefix: string, expression: string): string
}

/** Leaves the spot, and says which keyword was violated. Nothing is made for it where nobody asks. */
export function complain(spot: Spot, module: Module, keyword: string, params = '{}', at = spot.pointer): string {
  if (at === undefined) return spot.fail()
  return spot.fail(`e&&${module.runtime('fault')}(e,${at},${JSON.stringify(keyword)},${params})`)
}

/** A member or an item whose name is known. */
export const inside = (spot: Spot, value: string, token: string | number): Spot => ({
  ...spot,
  value,
  ...(spot.pointer !== undefined && { pointer: joined(spot.pointer, `/${escapeToken(String(token))}`) }),
})

/** A member or an item whose name stands in a variable. */
export const insideEach = (spot: Spot, value: string, token: string): Spot => ({
  ...spot,
  value,
  ...(spot.pointer !== undefined && { pointer: `${joined(spot.pointer, '/')}+${token}` }),
})

function joined(pointer: string, text: string): string {
  const quoted = JSON.stringify(text)
  // After a literal of ours the two become one.
  return pointer.endsWith('"') ? `${pointer.slice(0, -1)}${quoted.slice(1)}` : `${pointer}+${quoted}`
}

const escapeToken = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1')

/** The same, where a wrong value leads on to what follows the block instead. */
export const leaving = (spot: Spot, label: string): Spot => ({
  ...spot,
  fail: (complaint) => (complaint === undefined ? `break ${label}` : `{${complaint};break ${label}}`),
})

/** The same, where nobody asks what is wrong. */
export const quietly = ({ value }: Spot, label: string): Spot => ({ value, fail: () => `break ${label}` })

/** A block that `break label` leaves. */
export const block = (label: string, body: string): string =>
  body.includes(`break ${label}`) ? `${label}:{\n${body}}\n` : `{\n${body}}\n`
