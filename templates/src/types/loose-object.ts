import type { Reader } from './reader.js'
import { alternativesOf, type IntersectionType, isAnyKey, type Member, type ObjectType, type Type } from './type.js'
import { weakAlternatives } from './weak.js'

/**
 * Notes where TypeScript's idea of an object differs from JSON's: a type of optional properties alone refuses an
 * object that shares none of them, and a string or an array has properties, too.
 */
export function noteLooseObjects(type: Type, reader: Reader): void {
  const open: Type[] = [type]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.is === 'union') open.push(...next.members)
    if (next.is === 'array') open.push(next.items)
    if (next.is === 'tuple') open.push(...next.elements, ...(next.rest === undefined ? [] : [next.rest]))
    if (next.is === 'object') {
      noteWeak(next, next.pointer, reader)
      noteLookalikes(next, reader)
      open.push(...partsOf(next))
    }
    if (next.is === 'intersection') {
      noteWeakIntersection(next, reader)
      open.push(...next.members.flatMap(alternativesOf).flatMap((part) => (part.is === 'object' ? partsOf(part) : [])))
    }
  }
}

const partsOf = ({ members, signatures }: ObjectType): Type[] => [...members, ...signatures].map(({ type }) => type)

/** Where there are several weak alternatives, what they have in common. */
function noteWeak(type: Type, pointer: string | undefined, { note, resolve }: Reader): void {
  const [first, ...others] = weakAlternatives(type, resolve)
  if (first === undefined) return
  const names = [...new Set(first)].filter((name) => others.every((other) => other.includes(name)))
  note(
    { pointer, kinds: [] },
    {
      keyword: 'properties',
      message: 'TypeScript refuses an object that has properties, but none of these, which are all optional',
      instead: { anyOf: [{ maxProperties: 0 }, ...names.map((name) => ({ required: [name] }))] },
    },
  )
}

/** Of an intersection that holds one union, each alternative for itself. */
function noteWeakIntersection(type: IntersectionType, reader: Reader): void {
  const [union, ...others] = type.members.filter(({ is }) => is === 'union')
  if (union === undefined || others.length > 0) {
    noteWeak(type, type.pointer, reader)
    return
  }
  const rest = type.members.filter((member) => member !== union)
  for (const alternative of alternativesOf(union)) {
    const own = 'pointer' in alternative ? alternative.pointer : undefined
    noteWeak({ is: 'intersection', members: [...rest, alternative] }, own ?? type.pointer, reader)
  }
}

const lookalikes = { string: String, array: Array, number: Number, boolean: Boolean } as const
type Lookalike = keyof typeof lookalikes

const has = (kind: Lookalike, name: string) => name in lookalikes[kind].prototype || (kind === 'array' && isIndex(name))
const isIndex = (name: string) => /^(?:0|[1-9]\d*)$/.test(name)

/** Strings and arrays have a `length`, and more that `unknown` admits; arrays have a `0`, too. */
function noteLookalikes({ members, signatures, pointer }: ObjectType, { note }: Reader): void {
  if (pointer === undefined || signatures.some(isAnyKey)) return
  const admits = ({ name, type }: Member) =>
    type.is === 'unknown' ||
    isIndex(name) ||
    (name === 'length' && alternativesOf(type).some(({ is }) => is === 'number'))
  const kinds = (Object.keys(lookalikes) as Lookalike[]).filter((kind) => {
    const shared = members.filter(({ name }) => has(kind, name))
    return (
      shared.length > 0 && shared.every(admits) && members.every(({ name, optional }) => optional || has(kind, name))
    )
  })
  if (kinds.length === 0) return
  const names = members.map(({ name }) => name).filter((name) => kinds.some((kind) => has(kind, name)))
  const message = `TypeScript takes a ${kinds.join(' or ')} for it, which has the same: ${names.join(', ')}`
  note({ pointer, kinds: [] }, { keyword: 'properties', message, instead: { type: kinds } })
}
