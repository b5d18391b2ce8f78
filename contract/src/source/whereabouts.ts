import type { Place } from '../finding/finding.js'
import type { JsonArray, JsonObject } from './json-tree.js'
import { writePointer } from './pointer.js'
import type { SourceFile } from './source-file.js'

type Container = JsonObject | JsonArray

interface Home {
  readonly file: SourceFile
  readonly tokens: readonly string[]
}

/**
 * Where each object and array stands. Kept beside the values, by identity, so that values stay plain JSON and
 * still know their file after references, traits and lifting have taken them elsewhere.
 */
export interface Whereabouts {
  settle(value: Container, file: SourceFile, tokens: readonly string[]): void
  /** A value made by us stands where its model stands. */
  adopt<T extends Container>(value: T, model: Container): T
  /** Where a value stands, or the member of it at `key`. */
  of(value: Container, key?: string | number): Home
  place(value: Container, ...keys: readonly (string | number)[]): Place
}

export function createWhereabouts(): Whereabouts {
  const homes = new WeakMap<Container, Home>()
  const of = (value: Container, key?: string | number): Home => {
    const home = homes.get(value)
    if (home === undefined) throw new Error('a value of no document was asked for its place')
    return key === undefined ? home : { file: home.file, tokens: [...home.tokens, String(key)] }
  }
  return {
    settle: (value, file, tokens) => void homes.set(value, { file, tokens }),
    adopt: (value, model) => {
      homes.set(value, of(model))
      return value
    },
    of,
    place: (value, ...keys) => {
      const { file, tokens } = of(value)
      const whole = [...tokens, ...keys.map(String)]
      return { file: file.path, ...file.locate(whole), pointer: writePointer(whole) }
    },
  }
}
