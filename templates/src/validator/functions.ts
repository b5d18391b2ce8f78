/** What the machine code of a module refers to outside itself. */
export type Reference =
  | { readonly from: 'runtime'; readonly name: string }
  | { readonly from: 'schema'; readonly name: string }

/** Machine code before its imports are known: `names[i]` stands in the text for `references[i]`. */
export interface Functions {
  /** Top-level declarations in their order: a name, and the text before and after it. */
  readonly declarations: readonly Declaration[]
  readonly references: ReadonlyMap<string, Reference>
  /** Names of the functions, in the order of the schemas. */
  readonly names: readonly string[]
}

export interface Declaration {
  readonly before: string
  readonly name: string
  readonly after: string
}
