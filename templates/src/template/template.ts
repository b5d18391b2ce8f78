import type { Contract } from '@tidings/contract'
import type { Names } from '../naming/names.js'
import type { Output } from '../output/output.js'
import type { Note } from './note.js'

/** Writes some files of an SDK. Ours and yours are made alike; see docs/templates.md. */
export interface Template {
  /** Unique in a generation: a template with the name of one of ours takes its place. */
  readonly name: string
  /** Called once. What it throws becomes a `TemplateFailed` that names it. */
  render(sdk: Sdk, output: Output): void | Promise<void>
}

/** What a template is told. */
export interface Sdk {
  readonly contract: Contract
  /** What everything of the contract is called in the generated code, and where it stands. */
  readonly names: Names
  /** Says something about the contract that whoever generates should know. */
  note(note: Note): void
}

/** Checks a template by type and keeps it as it is. */
export const defineTemplate = (template: Template): Template => template
