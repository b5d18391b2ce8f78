import { type NamedSchema, referencedSchema, type Schema } from '@tidings/contract'

/** Tells whether schemas of two contracts read the same, with all that they refer to. */
export type AreSame = (before: Schema | undefined, after: Schema | undefined) => boolean

/** Most of two contracts is the same; this tells so in the time that writing it down takes. */
export function sameSchemas(before: readonly NamedSchema[], after: readonly NamedSchema[]): AreSame {
  const texts = new Map(before.map(({ name, schema }) => [name, JSON.stringify(schema)]))
  const referring = new Map<string, string[]>()
  for (const [name, text] of texts) {
    for (const other of referencesIn(text)) referring.set(other, [...(referring.get(other) ?? []), name])
  }
  const now = new Map(after.map(({ name, schema }) => [name, JSON.stringify(schema)]))
  const changed = new Set([...texts].flatMap(([name, text]) => (now.get(name) === text ? [] : [name])))
  for (const name of changed) for (const other of referring.get(name) ?? []) changed.add(other)
  return (one, other) => {
    const text = JSON.stringify(one)
    return text === JSON.stringify(other) && !referencesIn(text).some((name) => changed.has(name))
  }
}

const referencesIn = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/"\$ref":"(#\/schemas\/[^"]*)"/g)].map(([, reference = '']) => referencedSchema(reference))
