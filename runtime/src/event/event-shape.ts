/**
 * What the type of an event class says of its instances. The generator writes only the members that apply, so
 * that the shape can grow without touching generated code.
 */
export interface EventShape {
  /** The CloudEvents `type`, as a literal: it discriminates unions of events. */
  readonly type: string
  /** What the event carries; absent for a message without payload. */
  readonly data?: unknown
  /** The message's own headers; absent where it has none. */
  readonly headers?: unknown
  /** `string` where the contract gives the source; absent where it is stamped at publish. */
  readonly source?: string
  /** What `publish` and `raise` must be told; absent where the event finds its way alone. */
  readonly destination?: unknown
}

/** The type of one member of a shape; `Absent` where the shape does not have it. */
export type ShapeMember<S extends EventShape, K extends keyof EventShape, Absent = undefined> = K extends keyof S
  ? S[K]
  : Absent

/** The shape that an event's type was made from. */
export type ShapeOf<E> = E extends { readonly '~shape'?: infer S extends EventShape } ? S : never
