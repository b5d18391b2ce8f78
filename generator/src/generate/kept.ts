import { createLoadMemory, type LoadMemory } from '@tidings/contract'
import type { RenderMemory } from '@tidings/templates'
import { createOutputMemory, type OutputMemory } from '../output-folder/output-memory.js'

/** What one generation leaves to the next of the same project, as with `--watch`. */
export interface Kept {
  readonly loading: LoadMemory
  readonly rendering: RenderMemory
  readonly output: OutputMemory
}

export const keepNothingYet = (): Kept => ({ loading: createLoadMemory(), rendering: {}, output: createOutputMemory() })
