import type { SchemaObject } from '@tidings/contract'
import { intersect } from './intersect.js'
import { below, type Place, type Reader } from './reader.js'
import { type Member, neverType, type ObjectType, type Type, unknownType } from './type.js'
import { typeOfKinds } from './type-of-kinds.js'
import { unite } from './unite.js'

/** Each doubles the alternatives; more than these are left to the validator. */
const mostDependencies = 3

/** `a` absent, or `a` with what it asks for. */
export function* readDependencies(schema: SchemaObject, place: Place, reader: Reader): Iterable<Type> {
  const dependencies = Object.entries(schema.dependencies ?? {}).filter(
    ([, asked]) => asked !== true && !isEmpty(asked),
  )
  if (dependencies.length === 0 || !place.kinds.includes('object')) return
  if (dependencies.length > mostDependencies) {
    reader.note(place, { keyword: 'dependencies', message: 'left to the validator: dependencies' })
    return
  }
  const { pointer } = place
  const objectOf = (...members: readonly Member[]): ObjectType => ({
    is: 'object',
    members,
    signatures: [],
    ...(pointer === undefined ? {} : { pointer }),
  })
  const others = typeOfKinds(place.kinds.filter((kind) => kind !== 'object'))
  for (const [name, dependency] of dependencies) {
    const present = objectOf({ name, type: unknownType, optional: false })
    const absent = objectOf({ name, type: neverType, optional: true })
    const asked = isNames(dependency)
      ? objectOf(...dependency.map((required) => ({ name: required, type: unknownType, optional: false })))
      : reader.read(dependency, { ...below(place, 'dependencies', name), kinds: ['object'] })
    yield unite([others, absent, intersect([present, asked], reader.resolve)])
  }
}

const isEmpty = (dependency: unknown) => isNames(dependency) && dependency.length === 0

const isNames = (dependency: unknown): dependency is readonly string[] => Array.isArray(dependency)
