/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A schema that is used by name. References to it read `{ "$ref": "#/schemas/<name>" }`. */
export interface NamedSchema {
  /**
   * Unique in the contract and stable: the key under `components/schemas`, else the last telling part of the
   * `$ref` that leads to it. Any string: a template turns it into an identifier.
   */
  readonly name: string
  readonly schema: Schema
  readonly origin: Origin
}

/**
 * JSON Schema draft-07, whatever format the document wrote it in (AsyncAPI Schema Object, OpenAPI, Avro).
 * `$ref` leads to `#/schemas/<name>` of the contract and nowhere else, and then stands alone.
 */
export type Schema = boolean | SchemaObject

/** The keywords of draft-07, and of the AsyncAPI Schema Object, that carry a meaning for us. */
export interface SchemaObject {
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  readonly default?: Json
  readonly examples?: readonly Json[]
  readonly deprecated?: boolean
  readonly readOnly?: boolean
  readonly writeOnly?: boolean
  readonly type?: SchemaType | readonly SchemaType[]
  readonly enum?: readonly Json[]
  readonly const?: Json
  readonly format?: string
  readonly multipleOf?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maxLength?: number
  readonly minLength?: number
  readonly pattern?: string
  readonly contentEncoding?: string
  readonly contentMediaType?: string
  readonly items?: Schema | readonly Schema[]
  readonly additionalItems?: Schema
  readonly maxItems?: number
  readonly minItems?: number
  readonly uniqueItems?: boolean
  readonly contains?: Schema
  readonly maxProperties?: number
  readonly minProperties?: number
  readonly required?: readonly string[]
  readonly properties?: SchemaMap
  readonly patternProperties?: SchemaMap
  readonly additionalProperties?: Schema
  readonly dependencies?: { readonly [property: string]: Schema | readonly string[] }
  readonly propertyNames?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly not?: Schema
  readonly if?: Schema
  readonly then?: Schema
  readonly else?: Schema
  /** The property that tells the members of a `oneOf` or `anyOf` apart (AsyncAPI Schema Object). */
  readonly discriminator?: string
  readonly externalDocs?: ExternalDocs
  /** `x-` extensions, as they stand. */
  readonly [extension: `x-${string}`]: Json
}

/** A map without a prototype where it was read by us: a property may be named `__proto__`. */
export interface SchemaMap {
  readonly [name: string]: Schema
}

export type SchemaType = 'null' | 'boolean' | 'object' | 'array' | 'number' | 'string' | 'integer'

export interface ExternalDocs {
  readonly url: string
  readonly description?: string
}

/** Where in which file of the document something stands. */
export interface Origin {
  /** Relative to the contract's own file, with `/` as the separator: `asyncapi.yaml`, `schemas/order.yaml`. */
  readonly file: string
  /** JSON pointer inside that file. */
  readonly pointer: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
}
