import { dirname, resolve } from 'node:path'
import { buildContract } from './contract/build-contract.js'
import { checkIdentity } from './contract/check-identity.js'
import { checkMeaning } from './contract/check-meaning.js'
import { createPlaces, type Places } from './contract/places.js'
import type { Reading } from './contract/reading.js'
import { checkExamples } from './example/check-examples.js'
import type { Finding } from './finding/finding.js'
import { createReporter } from './finding/reporter.js'
import { checkShape } from './lift/check-shape.js'
import type { LoadMemory } from './load-memory.js'
import type { Contract, Perspective } from './model/contract.js'
import { checkDocument } from './parser/check-document.js'
import { createLibrary } from './reference/library.js'
import { findProjectRoot } from './reference/project-root.js'
import { readReferences } from './reference/references.js'
import { disk, type FileAccess } from './source/file-access.js'
import { isObject } from './source/json-tree.js'
import type { Source } from './source/source.js'
import { UnreadableContract } from './source/unreadable-contract.js'
import { createWhereabouts } from './source/whereabouts.js'

export interface LoadOptions {
  /** Whose eyes the operations are seen with: the application that the document describes (default), or its client. */
  readonly perspective?: Perspective
  /**
   * The folder that references to files may not leave. Default: the nearest folder, from the contract's own
   * upwards, with a `package.json` or `.git`; where there is none, the one that the process runs in if that holds
   * the contract, else the contract's own.
   */
  readonly root?: string
  readonly allow?: {
    /** References may lead to the network (http and https). Default: no; the network is then never asked. */
    readonly remote?: boolean
    /** References may lead to files outside `root`. Default: no. */
    readonly outsideRoot?: boolean
  }
  /** What an example that does not fit its schema is. Default: `warning`. */
  readonly examples?: 'warning' | 'error'
  /** Also give the parser's advice (descriptions, licences, …), as warnings and infos. Default: errors alone. */
  readonly advice?: boolean
  /** Reads from elsewhere than the disk, such as a revision of a repository. */
  readonly fileAccess?: FileAccess
  /** Spares what has not changed since the last loading; given by whoever loads again and again. */
  readonly memory?: LoadMemory
}

export interface Loaded {
  /** Absent when, and only when, a finding is an error. */
  readonly contract?: Contract
  /** Where its parts stand; given with the contract. */
  readonly places?: Places
  /** What its files hold; given with the contract. */
  readonly sources?: readonly Source[]
  /** In the order of files, lines and columns. */
  readonly findings: readonly Finding[]
  /** Every file of this machine that was asked for, absolute, sorted, missing ones too: what to watch. */
  readonly files: readonly string[]
}

/**
 * Reads an AsyncAPI document, 2.0 to 3.1, into the contract model. Whatever is wrong with the document is a
 * finding; a contract file that is missing or cannot be read throws `UnreadableContract`.
 */
export async function loadContract(file: string, options: LoadOptions = {}): Promise<Loaded> {
  const files = options.fileAccess ?? disk
  const path = resolve(file)
  const reporter = createReporter()
  const whereabouts = createWhereabouts()
  const given = options.root === undefined ? undefined : resolve(options.root)
  const real = await files.realpath(path).catch((error) => {
    throw new UnreadableContract(path, error)
  })
  const root = given ?? (await findProjectRoot(real, files))
  const realRoot = await files.realpath(root).catch(() => root)
  const library = createLibrary({
    files,
    root: realRoot,
    allow: { remote: options.allow?.remote ?? false, outsideRoot: options.allow?.outsideRoot ?? false },
    whereabouts,
    reporter,
    memory: options.memory?.sources,
  })
  const start = await library.openContract(path)

  const loaded = await read()
  const findings = reporter.findings()
  return { ...(reporter.hasError() ? {} : loaded), findings, files: library.paths() }

  async function read(): Promise<Required<Pick<Loaded, 'contract' | 'places' | 'sources'>> | undefined> {
    if (start.value === undefined || reporter.hasError()) return undefined
    if (!checkIdentity(start, whereabouts, reporter) || !isObject(start.value)) return undefined
    const references = await readReferences(start, { library, whereabouts, reporter, root: realRoot })
    const reading: Reading = { references, whereabouts, reporter, contract: path }
    checkShape(start.value, reading)
    await checkDocument(start, library, reading, {
      advice: options.advice ?? false,
      memory: options.memory?.validity,
    })
    if (reporter.hasError()) return undefined
    const built = buildContract(start.value, options.perspective ?? 'application', reading)
    checkMeaning(built.contract, dirname(path), reporter)
    await checkExamples(built.contract, dirname(path), options.examples ?? 'warning', reporter)
    return {
      contract: built.contract,
      places: createPlaces(built, library, reading),
      sources: library.sources(),
    }
  }
}
