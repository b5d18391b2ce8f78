import type { Reading } from '../../contract/reading.js'
import { createFit, type FitMemory } from '../../fit/fit.js'
import type { Library } from '../../reference/library.js'
import { isReference } from '../../reference/references.js'
import { isObject, stringAt } from '../../source/json-tree.js'
import type { SourceFile } from '../../source/source-file.js'
import { readSpecification, type Specification } from './specification.js'
import { keepsRulesOfVersion2 } from './version-2.js'
import { keepsRulesOfVersion3 } from './version-3.js'

/** Saves whoever asks again and again the judging of what has not changed. */
export interface ValidityMemory {
  /** By version, where its rules are known. */
  readonly specifications: Map<string, Specification | undefined>
  readonly written: FitMemory
  readonly resolved: FitMemory
}

export const createValidityMemory = (): ValidityMemory => ({
  specifications: new Map(),
  written: new WeakMap(),
  resolved: new WeakMap(),
})

/**
 * Whether the parser would surely find no error in a document. It takes two seconds to be ready and to say so, which
 * most documents need not wait for; whatever is wrong, unusual or in doubt is left for it to tell.
 */
export async function isPlainlyValid(
  file: SourceFile,
  library: Library,
  reading: Reading,
  memory: ValidityMemory = createValidityMemory(),
): Promise<boolean> {
  const { value: root } = file
  if (!library.isPlain() || !isObject(root)) return false
  const version = stringAt(root, 'asyncapi') ?? ''
  if (!memory.specifications.has(version)) memory.specifications.set(version, await readSpecification(version))
  const specification = memory.specifications.get(version)
  if (specification === undefined) return false
  const { written, resolved } = specification
  // the parser compiles the patterns of the specification without flags
  if (!createFit({ root: written, flags: '', memory: memory.written })(written, root)) return false
  const { follow } = reading.references
  const fit = createFit({
    root: resolved,
    flags: '',
    follow: (value) => (isReference(value) ? follow(value) : value),
    memory: memory.resolved,
  })
  if (!fit(resolved, root)) return false
  return stringAt(root, 'asyncapi')?.startsWith('2.') === true
    ? keepsRulesOfVersion2(root, reading, (payload) => fit({ $ref: specification.addressOf('schema.json') }, payload))
    : keepsRulesOfVersion3(root, reading)
}
