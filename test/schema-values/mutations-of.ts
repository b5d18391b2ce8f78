import type { Json } from '@tidings/contract'

export interface Mutation {
  /** JSON pointer to what was changed. */
  readonly pointer: string
  readonly value: Json
}

const strangers: readonly Json[] = [null, true, 0.5, 'mutant', [], {}]

/** Copies of a value with one thing changed each: another kind of value, a neighbour, a part gone or added. */
export function* mutationsOf(value: Json, pointer = ''): Generator<Mutation> {
  for (const other of [...strangers, ...neighboursOf(value)]) {
    if (JSON.stringify(other) !== JSON.stringify(value)) yield { pointer, value: other }
  }
  if (isList(value)) {
    for (const [at, item] of value.entries()) {
      for (const inner of mutationsOf(item, `${pointer}/${at}`)) yield { ...inner, value: value.with(at, inner.value) }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      yield { pointer: at, value: withMembers(Object.entries(value).filter(([other]) => other !== name)) }
      for (const inner of mutationsOf(member, at)) yield { ...inner, value: replaced(value, name, inner.value) }
    }
  }
}

/** Values of the same kind that a bound may tell apart. */
function neighboursOf(value: Json): readonly Json[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [value + 1, -value - 1, value + 0.25, value * 1000].filter(Number.isFinite)
  if (typeof value === 'string') return ['', `${value}x`, value.slice(0, -1)]
  if (isList(value)) return [value.slice(0, -1), [...value, value[0] ?? 'mutant'], [...value, { mutant: 1 }]]
  if (value === null) return []
  return ['mutant', 'x-mutant', 'a'].map((name) => replaced(value, name, name === 'a' ? 1 : 'mutant'))
}

const replaced = (value: Json, name: string, member: Json): Json =>
  withMembers([...Object.entries(value as object).filter(([other]) => other !== name), [name, member]])

/** Also for a member that is named `__proto__`. */
const withMembers = (entries: readonly (readonly [string, Json])[]): Json => Object.fromEntries(entries)

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
