import type { Json } from '../model/schema.js'

/** One change of a file: a member given to a map, or taken from it. */
export type Change = Addition | Removal

export interface Addition {
  /** The JSON pointer of the map. */
  readonly pointer: string
  readonly key: string
  readonly value: Json
  /** The member that it comes to stand behind, where the map has it. */
  readonly after?: string
}

export interface Removal {
  readonly pointer: string
  readonly key: string
  readonly removed: true
}

export interface Edited {
  readonly text: string
  /** The changes that were made. One that cannot be made without touching something else is left out. */
  readonly made: readonly Change[]
}

/**
 * Changes YAML or JSON where it stands: comments, quotes, the order of keys and the ends of lines stay as they are,
 * and JSON stays JSON. What an alias repeats is never changed, since that would change every repetition.
 */
export async function editSource(text: string, changes: readonly Change[]): Promise<Edited> {
  // loaded for those alone who edit
  const { editYaml } = await import('./edit-yaml.js')
  return editYaml(text, changes)
}
