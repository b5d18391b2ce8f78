import type { Reader } from './reader.js'
import { isWeak, memberNamesOf } from './relate.js'
import { alternativesOf, type ObjectType, type Type } from './type.js'

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

function noteWeak(type: Type, pointer: string | undefined, { note, resolve }: Reader): void {
  if (pointer === undefined || !isWeak(type, resolve)) return
  const names = [...new Set(memberNamesOf(type, resolve))]
  note(
    { pointer, kinds: [], visited: new Map() },
    {
      keyword: 'properties',
      message: 'TypeScript refuses an object that has properties, but none of these, which are all optional',
      instead: { anyOf: [{ maxProperties: 0 }, ...names.map((name) => ({ required: [name] }))] },
    },
  )
}

/** Of an intersection that holds one union, each alternative for itself. */
function noteWeakIntersection(type: Type & { is: 'intersection' }, reader: Reader): void {
  const [union, ...others] = type.members.filter(({ is }) => is === 'union')
  if (union === undefined || others.length > 0) return noteWeak(type, type.pointer, reader)
  const rest = type.members.filter((member) => member !== union)
  for (const alternative of alternativesOf(union)) {
    const pointer =
      alternative.is === 'object' || alternative.is === 'intersection' ? alternative.pointer : type.pointer
    noteWeak({ is: 'intersection', members: [...rest, alternative] }, pointer, reader)
  }
}

const lookalikes = { string: String, array: Array, number: Number, boolean: Boolean } as const

/** Strings and arrays have a `length`, and more that `unknown` admits. */
function noteLookalikes(type: ObjectType, { note }: Reader): void {
  const { members, signatures, pointer } = type
  if (pointer === undefined || members.length === 0 || signatures.some(({ key }) => key.join('') === '')) return
  const kinds = Object.entries(lookalikes).flatMap(([kind, { prototype }]) => {
    const has = (name: string) => name in prototype
    const admits = (member: ObjectType['members'][number]) =>
      member.type.is === 'unknown' ||
      (member.name === 'length' && alternativesOf(member.type).some(({ is }) => is === 'number'))
    const alike = members.every((member) => (has(member.name) ? admits(member) : member.optional))
    return alike && members.some(({ name }) => has(name)) ? [kind as 'string' | 'array' | 'number' | 'boolean'] : []
  })
  if (kinds.length === 0) return
  const names = members
    .filter(({ name }) => kinds.some((kind) => name in lookalikes[kind].prototype))
    .map(({ name }) => name)
  const message = `TypeScript takes a ${kinds.join(' or ')} for it, which has the same: ${names.join(', ')}`
  note({ pointer, kinds: [], visited: new Map() }, { keyword: 'type', message, instead: { type: kinds } })
}
