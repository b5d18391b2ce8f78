import { dirname, relative, resolve } from 'node:path'
import type { Finding } from '@tidings/contract'
import { WrongUsage } from '../command-line/wrong-usage.js'
import { type CompareOptions, type Comparison, compareVersions } from './compare-versions.js'
import { openRepository } from './git/open-repository.js'
import { type FoundAgainst, inReadingOrder, mergeFindings } from './merge-findings.js'
import type { NextEventVersion } from './next-event-version.js'
import type { Level } from './next-version.js'
import { pairContracts } from './pair-contracts.js'
import { type Located, locate, type Reference, readReference } from './source/locate-contract.js'

/** What is compared with what, and how it is judged. */
export interface DiffOptions extends CompareOptions {
  /** A file, a folder, or `git:REV[:path]`. May be left out where `transitive` is given. */
  readonly base?: string
  /** The same. Unless given: the file or folder that `base` names in a revision, as it is now; else `contract`. */
  readonly head?: string
  /** The contract that is meant where nobody names one: what `git:REV` leads to, and `head`. */
  readonly contract: string
  /** Compares with every tag that this glob matches, too, as schema registries mean transitive. */
  readonly transitive?: string
  /** What paths are relative to: the folder of the process unless given. */
  readonly cwd?: string
}

/** What changed, and what it takes. */
export interface Diff {
  /** One for each change, with whom it breaks, and a witness where there is one. In the order of the newer contract. */
  readonly findings: readonly Finding[]
  /** How much of a version the changes raise, of all contracts that were compared. */
  readonly level: Level
  /**
   * The next version of the contract: that of the base raised by the changes, or that of the head where it is high
   * enough. Absent where several contracts are compared, or the version is no semantic version.
   */
  readonly nextVersion?: string
  /** The versions of events that are due, since the data of the events broke somebody. */
  readonly nextEventVersions: readonly NextEventVersion[]
  /** How many contracts were compared, with each base. */
  readonly contracts: number
  /** What it was compared with, as people write it. */
  readonly bases: readonly string[]
}

/**
 * Compares a contract, or all contracts of a folder, with what they were: says of each change whom it breaks, and shows
 * it by an event. What is wrong with either contract is told as a finding instead. Throws `WrongUsage` where there is
 * nothing to compare, as for an unknown revision.
 */
export async function diff(options: DiffOptions): Promise<Diff> {
  const cwd = resolve(options.cwd ?? '.')
  const where = { cwd, contract: resolve(cwd, options.contract) }
  const bases = await basesOf(options, where)
  const located: Located[] = []
  try {
    const head = await locate(await headOf(options, bases[0], where), where)
    located.push(head)
    const found: (FoundAgainst & { readonly comparisons: readonly Comparison[] })[] = []
    for (const reference of bases) {
      const base = await locate(reference, where)
      located.push(base)
      const comparisons: Comparison[] = []
      for (const pair of await pairContracts(base, head)) {
        comparisons.push(await compareVersions(pair, { base: base.store, head: head.store }, options))
      }
      found.push({ base: nameOf(reference), findings: comparisons.flatMap(({ findings }) => findings), comparisons })
    }
    return concludeDiff(found)
  } finally {
    for (const { store } of located) store.close()
  }
}

function concludeDiff(found: readonly (FoundAgainst & { readonly comparisons: readonly Comparison[] })[]): Diff {
  const findings = found.length === 1 ? (found[0]?.findings ?? []) : mergeFindings(found)
  // The version follows the one before, not all of them.
  const { comparisons = [] } = found[0] ?? {}
  const [only] = comparisons
  const due = new Map(
    found
      .flatMap(({ comparisons }) => comparisons)
      .flatMap(({ nextEventVersions }) => nextEventVersions.map((next) => [next.type, next] as const)),
  )
  return {
    findings: inReadingOrder(findings),
    level: levels.find((level) => comparisons.some((each) => each.level === level)) ?? 'none',
    ...(comparisons.length === 1 && only?.nextVersion !== undefined ? { nextVersion: only.nextVersion } : {}),
    nextEventVersions: [...due.values()],
    contracts: comparisons.length,
    bases: found.map(({ base }) => base),
  }
}

const levels: readonly Level[] = ['major', 'minor', 'patch', 'none']

/** The base that was named first, then the tags, the newest first. */
async function basesOf(
  { base, transitive }: DiffOptions,
  { cwd, contract }: { readonly cwd: string; readonly contract: string },
): Promise<readonly Reference[]> {
  const named = base === undefined ? [] : [readReference(base)]
  if (transitive === undefined) {
    if (named.length === 0) throw new WrongUsage('expected a base to compare with, such as git:main')
    return named
  }
  const [first] = named
  const path = first !== undefined && 'revision' in first ? first.path : undefined
  const repository = await openRepository(path === undefined ? dirname(contract) : cwd)
  const tags = await repository.tags(transitive)
  if (tags.length === 0) {
    throw new WrongUsage(
      `no tag matches "${transitive}"; expected one at least, such as v1.0.0 (a shallow clone has none: fetch them with "git fetch --tags")`,
    )
  }
  return [...named, ...[...tags].reverse().map((tag) => ({ revision: tag, ...(path === undefined ? {} : { path }) }))]
}

/** What a revision is compared with unless somebody says: what stands at its path now, else the contract. */
async function headOf(
  { head }: DiffOptions,
  base: Reference | undefined,
  where: { readonly cwd: string; readonly contract: string },
): Promise<Reference> {
  if (head !== undefined) return readReference(head)
  const contract = { path: where.contract }
  if (base === undefined || !('revision' in base) || base.path === undefined) return contract
  const same = { path: base.path }
  return locate(same, where).then(
    () => same,
    () => contract,
  )
}

const nameOf = (reference: Reference): string =>
  'revision' in reference ? reference.revision || 'the index' : relative('.', reference.path) || '.'
