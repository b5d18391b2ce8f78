import type { Contract } from '@tidings/contract'
import type { Language } from './languages.js'
import { modelSchema } from './model-schema.js'
import { packageName } from './package-name.js'

export interface ModelFile {
  /** From the output folder, with `/`. */
  readonly path: string
  readonly text: string
}

/**
 * Writes a contract's payloads as models of another language, by Modelina. Which of them each language's compiler
 * takes is told in docs/languages.md.
 */
export async function generateModels(contract: Contract, language: Language): Promise<readonly ModelFile[]> {
  const { createModelWriter } = await import('./modelina.js')
  const { document, root } = modelSchema(contract, language)
  const writer = createModelWriter(language, packageName(contract))
  const written = await writer.write(document).catch((error: unknown) => {
    throw new ModelsFailed(language, error)
  })
  const models = written.filter(({ name }) => bare(name) !== '' && bare(name) !== bare(root))
  return [
    ...models.map(({ name, text }) => ({ path: writer.pathOf(name), text })),
    ...writer.extras(models.map(({ name }) => name)),
  ]
    .map(({ path, text }) => ({ path, text: `${text.trim()}\n` }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Modelina could not write the models; nothing is generated then. */
export class ModelsFailed extends Error {
  override readonly name = 'ModelsFailed'
  readonly code = 'MODELS_FAILED'

  constructor(language: Language, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`Modelina cannot write this contract's models in ${language}: ${reason}`, { cause })
  }
}

/** A name whatever a language makes of its case. */
const bare = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
