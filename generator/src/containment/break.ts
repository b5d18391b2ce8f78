import type { Json, Schema, SchemaObject } from '@tidings/contract'

/** Why a value that was valid no longer is. */
export type BreakKind =
  /** A property has to be there now: `detail.property`. */
  | 'required-added'
  /** A closed object refuses a property that it took: one that was declared, or any undeclared one (`detail.property`). */
  | 'property-closed'
  /** An open object declares a property now. Only a value that used the undeclared name otherwise breaks. */
  | 'undeclared-property-taken'
  /** `propertyNames` takes fewer names. */
  | 'names-narrowed'
  /** A property asks for another, or for more of the object that has it. */
  | 'dependency-added'
  /** A type is gone, or numbers have to be integers now. */
  | 'type-narrowed'
  /** Values are gone from `enum`, or it is new: `detail.values` are some that were taken. */
  | 'enum-shrunk'
  /** `const` is new or another. */
  | 'const-changed'
  /** `minimum`, `maximum` and their exclusive forms. */
  | 'bound-narrowed'
  /** `multipleOf` is new or coarser. */
  | 'multiple-narrowed'
  /** `minLength` and `maxLength`. */
  | 'length-narrowed'
  /** `minItems`, `maxItems`, `minProperties`, `maxProperties`. */
  | 'count-narrowed'
  /** `pattern` matches fewer strings. */
  | 'pattern-narrowed'
  /** `format` is new, another or narrower. */
  | 'format-narrowed'
  /** Items have to differ now. */
  | 'unique-added'
  /** `contains` asks for an item that was not needed. */
  | 'contains-narrowed'
  /** What one alternative took, no alternative takes. */
  | 'alternative-removed'
  /** The alternatives together take less than before, and none of them is to blame alone. */
  | 'alternatives-narrowed'
  /** Less is taken than before, by no single keyword: of schemas that refer to themselves in another rhythm. */
  | 'narrowed'
  /** What one alternative of a `oneOf` took, two take now. */
  | 'alternatives-overlap'
  /** `not` excludes more. */
  | 'exclusion-widened'
  /** A schema takes nothing any more: `false`. */
  | 'nothing-taken'

/** One step on the way to where in a value something stands. */
export type Step =
  | { readonly property: string }
  | { readonly index: number }
  /** Any item, or any from an index on (`additionalItems`). */
  | { readonly anyItem: true }
  /** Any undeclared property, or any whose name matches a pattern. */
  | { readonly anyProperty: true; readonly pattern?: string }

export type Path = readonly Step[]

/** One way in which a value that the older schema takes is refused by the newer. */
export interface Break {
  readonly kind: BreakKind
  /** Where in the data. Of a property that is required, closed or taken the last step is the property itself. */
  readonly path: Path
  /** The keyword of `to` that refuses. */
  readonly keyword: keyof SchemaObject | 'false'
  /** The schema of the older side that rules at this place, the very object of its contract, where there is one. */
  readonly from?: Schema
  /** The schema of the newer side that holds the keyword, the very object of its contract. */
  readonly to: Schema
  /** A whole value, valid under the old schema and invalid under the new one by the validators of both. */
  readonly witness: Json
  readonly detail: BreakDetail
}

/** What a message can name. */
export interface BreakDetail {
  /** The property that is missing, refused or taken; the one that asks for others, of a dependency. */
  readonly property?: string
  /** Values that were taken and are not any more, at most twenty. */
  readonly values?: readonly Json[]
  /** What the keyword said before, where the older schema had it. */
  readonly was?: Json
  /** What the keyword says now, where that is no schema. */
  readonly is?: Json
}

/** What could not be decided. */
export interface Undecided {
  readonly path: Path
  readonly keyword: keyof SchemaObject | 'false'
  readonly to: Schema
  /** Why, in half a sentence: `the pattern "(?=a)" looks around`. */
  readonly why: string
}
