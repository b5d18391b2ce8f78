import type { SchemaObject } from '@tidings/contract'
import { patternOf } from '../validator/pattern.js'
import { indexKeyOf } from './index-key.js'
import { holdsOptional, intersect } from './intersect.js'
import { noteUnchecked } from './read-scalar.js'
import { isMatch, type Pattern, readSignatures } from './read-signatures.js'
import { inside, type Place, type Reader } from './reader.js'
import { type Member, neverType, type Type, unknownType } from './type.js'

export function readObject(schema: SchemaObject, place: Place, reader: Reader): Type {
  noteUnchecked(schema, ['minProperties', 'maxProperties', 'propertyNames'], place, reader)
  const written = Object.entries(schema.patternProperties ?? {})
  const readable = written.filter(([pattern]) => patternOf(pattern) !== undefined)
  const patterns = readable.map(([pattern, part]) => ({
    pattern,
    index: indexKeyOf(pattern),
    type: reader.read(part, inside(place, 'patternProperties', pattern)),
    schema: part,
  }))
  // What an unreadable pattern declares is not known: nothing is undeclared then.
  const additional = readable.length < written.length ? undefined : schema.additionalProperties
  const rest = additional === undefined ? unknownType : reader.read(additional, inside(place, 'additionalProperties'))
  const members = readMembers(schema, patterns, rest, place, reader)
  if (members.some(({ type, optional }) => type.is === 'never' && !optional)) return neverType
  noteInherited(members, place, reader)
  const signatures = readSignatures({
    additional,
    properties: schema.properties ?? {},
    members,
    patterns,
    rest,
    place,
    reader,
  })
  return {
    is: 'object',
    members,
    signatures: signatures.map((signature) => ({ ...signature, optional: holdsOptional(signature, members) })),
  }
}

function readMembers(
  schema: SchemaObject,
  patterns: readonly Pattern[],
  rest: Type,
  place: Place,
  reader: Reader,
): Member[] {
  const properties = new Map(Object.entries(schema.properties ?? {}))
  const required = new Set(schema.required)
  return [...new Set([...properties.keys(), ...required])].map((name) => {
    const part = properties.get(name)
    const declared = part === undefined ? [] : [reader.read(part, inside(place, 'properties', name))]
    const matching = patterns.filter(({ pattern }) => isMatch(pattern, name)).map(({ type }) => type)
    const said = [...declared, ...matching]
    const type = intersect(said.length === 0 ? [rest] : said, reader.resolve)
    return { name, type, optional: !required.has(name), ...(typeof part === 'object' ? { schema: part } : {}) }
  })
}

const inherited = [
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
]

/** To TypeScript every object has the members of `Object`, absent or not. */
function noteInherited(members: readonly Member[], place: Place, reader: Reader): void {
  for (const { name, type, optional } of members.filter(({ name }) => inherited.includes(name))) {
    if (optional && type.is !== 'unknown') {
      const message = `to TypeScript every object has a ${name}: one without is not of the type`
      reader.note(place, { keyword: 'properties', message, instead: { required: [name] } })
    }
    if (!optional && type.is === 'unknown') {
      const message = `to TypeScript every object has a ${name}: one without is of the type, too`
      reader.note(place, { keyword: 'required', message, instead: { required: [name] } })
    }
  }
}
