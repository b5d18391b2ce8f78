import { dirname } from 'node:path'
import type { Place } from '../finding/finding.js'
import type { Origin, Schema } from '../model/schema.js'
import type { Library } from '../reference/library.js'
import { readPointer, writePointer } from '../source/pointer.js'
import type { Built } from './build-contract.js'
import { placeOf } from './check-meaning.js'
import type { Reading } from './reading.js'

/** Where the parts of a contract stand in its document. Beside the model, which is plain data. */
export interface Places {
  /**
   * Where a schema of the contract stands, by its identity, or what stands inside it at reference tokens, such as
   * `'properties', 'total'`. Nothing for a schema that no place of the document says whole, as parts of Avro schemas.
   */
  ofSchema(schema: Schema, ...tokens: readonly (string | number)[]): Place | undefined
  /** What an origin of the contract points to, or what stands inside it at reference tokens, or the nearest around. */
  ofOrigin(origin: Origin, ...tokens: readonly (string | number)[]): Place
  /** What a JSON pointer leads to in one of the document's files. */
  inFile(file: string, pointer: string): Place
}

export function createPlaces({ homeOf }: Pick<Built, 'homeOf'>, library: Library, reading: Reading): Places {
  return {
    ofSchema(schema, ...tokens) {
      const home = typeof schema === 'object' ? homeOf(schema) : undefined
      return home === undefined ? undefined : reading.whereabouts.place(home, ...tokens)
    },
    ofOrigin(origin, ...tokens) {
      const place = placeOf(origin, dirname(reading.contract))
      const file = library.get(place.file)
      if (file === undefined || tokens.length === 0) return place
      const whole = [...(readPointer(origin.pointer) ?? []), ...tokens.map(String)]
      return { file: place.file, ...file.locate(whole), pointer: writePointer(whole) }
    },
    inFile(file, pointer) {
      const found = library.get(file)?.locate(readPointer(pointer) ?? []) ?? { line: 1, column: 1 }
      return { file, ...found, pointer }
    },
  }
}
