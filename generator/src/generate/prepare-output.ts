import { basename, dirname, resolve } from 'node:path'
import type { Contract, FileAccess, Finding } from '@tidings/contract'
import type { Note, Template } from '@tidings/templates'
import { WrongUsage } from '../command-line/wrong-usage.js'
import { readContract } from '../contract/model.js'
import type { OutputFile } from '../output-folder/output-file.js'
import { loadTemplates } from '../own-templates/load-templates.js'
import { templateFailed } from '../own-templates/template-findings.js'
import type { GenerateOptions } from './generate-options.js'
import type { Kept } from './kept.js'

/** What is to stand in the output folder. */
export interface PreparedOutput {
  /** Absent when an error is among the findings. */
  readonly files?: readonly OutputFile[]
  /** `typescript` for the SDK, else the language of the models. */
  readonly contents: string
  readonly findings: readonly Finding[]
  readonly notes: readonly Note[]
  /** Every file that was read for it: of the contract, and of the user's templates. */
  readonly sources: readonly string[]
}

/** Reads the contract and renders everything, in memory. */
export async function prepareOutput(
  options: GenerateOptions,
  fileAccess?: FileAccess,
  kept?: Kept,
): Promise<PreparedOutput> {
  const { contract, findings, files } = await readContract(options, {
    ...(fileAccess && { fileAccess }),
    ...(kept && { memory: kept.loading }),
  })
  const contents = options.language ?? 'typescript'
  if (contents !== 'typescript') {
    const rendered = contract === undefined ? {} : { files: await renderModels(contract, contents) }
    return { ...rendered, contents, findings, notes: [], sources: files }
  }
  const own = await loadTemplates(options.templates ?? [], options.templatesFrom ?? dirname(resolve(options.contract)))
  const prepared = { contents, sources: [...files, ...own.files] }
  const all = [...findings, ...own.findings]
  if (contract === undefined || own.findings.length > 0) return { ...prepared, findings: all, notes: [] }
  const rendered = await render(contract, own.templates, own.homes, options, kept)
  return { ...prepared, ...rendered, findings: [...all, ...rendered.findings] }
}

async function render(
  contract: Contract,
  templates: readonly Template[],
  homes: ReadonlyMap<string, string>,
  { contract: file, importExtension }: GenerateOptions,
  kept?: Kept,
): Promise<Pick<PreparedOutput, 'files' | 'findings' | 'notes'>> {
  const { isTemplateFailed, renderSdk } = await import('@tidings/templates')
  try {
    const source = basename(file)
    const memory = kept && { memory: kept.rendering }
    const options = { templates, importExtension: importExtension ?? '.js', source, ...memory }
    const { files, notes } = await renderSdk(contract, options)
    return { files: [...files].map(([path, text]) => ({ path, text })), findings: [], notes }
  } catch (error) {
    // One of ours that fails is our fault, and no finding.
    if (!isTemplateFailed(error) || !templates.some(({ name }) => name === error.template)) throw error
    return { findings: [templateFailed(error, homes.get(error.template))], notes: [] }
  }
}

async function renderModels(contract: Contract, language: string): Promise<readonly OutputFile[]> {
  const { isLanguage, languages } = await import('../languages/languages.js')
  if (!isLanguage(language)) {
    throw new WrongUsage(`cannot write models in ${language}; expected one of ${languages.join(', ')}`)
  }
  const { generateModels } = await import('../languages/generate-models.js')
  return generateModels(contract, language)
}
