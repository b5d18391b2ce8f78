import { createValidityMemory, type ValidityMemory } from './parser/plainly-valid/plainly-valid.js'
import type { SourceMemory } from './source/parse-source.js'

/** Lets whoever loads one contract again and again, as with `--watch`, judge only what has changed. */
export interface LoadMemory {
  readonly sources: SourceMemory
  readonly validity: ValidityMemory
}

export const createLoadMemory = (): LoadMemory => ({ sources: new Map(), validity: createValidityMemory() })
