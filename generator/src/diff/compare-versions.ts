import { dirname, join, relative } from 'node:path'
import type { Finding } from '@tidings/contract'
import { type Change, change } from './change.js'
import { compareContracts } from './compare-contracts.js'
import type { ComparedContract } from './compared-contract.js'
import { findingsOfChanges } from './findings-of-changes.js'
import { type JudgedChange, type JudgeOptions, judgeChanges } from './judge-changes.js'
import type { NextEventVersion } from './next-event-version.js'
import { higherVersion, type Level, levelOf, nextVersion } from './next-version.js'
import type { ContractPair } from './pair-contracts.js'
import { type ReadOptions, readCompared } from './read-compared.js'
import type { ContractStore } from './source/contract-store.js'
import { eventsDue, versionsDue } from './versions-due.js'

/** How contracts are read and judged. */
export interface CompareOptions extends JudgeOptions, ReadOptions {}

/** What two versions of one contract come to. */
export interface Comparison {
  readonly findings: readonly Finding[]
  readonly level: Level
  /** The version that the contract needs; absent where its version is none, or a side is missing or wrong. */
  readonly nextVersion?: string
  readonly nextEventVersions: readonly NextEventVersion[]
}

interface Stores {
  readonly base: ContractStore
  readonly head: ContractStore
}

/** Compares two versions of one contract. What is wrong with either of them is told instead. */
export async function compareVersions(
  pair: ContractPair,
  stores: Stores,
  options: CompareOptions,
): Promise<Comparison> {
  const { before, after } = pair
  if (before === undefined || after === undefined) return compareWithNothing(pair, stores, options)
  const head = await readCompared(after, stores.head, options)
  if ('contract' in head && (await isUntouched(pair, head.files, stores))) return untouched(head)
  const base = await readCompared(before, stores.base, options)
  if (!('contract' in head) || !('contract' in base)) {
    const wrong = [head, base].flatMap((one) => ('contract' in one ? [] : one.findings))
    return { findings: wrong, level: 'none', nextEventVersions: [] }
  }
  const changes = await compareContracts(base, head)
  const judged = judgeChanges(changes, base, head, options)
  return conclude(judged, { base, head, options })
}

/** Whether every file of a contract is what it was, byte for byte: most contracts are, most of the time. */
async function isUntouched(
  { before = '', after = '' }: ContractPair,
  files: readonly string[],
  { base, head }: Stores,
) {
  for (const file of files) {
    const former = file === after ? before : join(dirname(before), relative(dirname(after), file))
    const [was, is] = await Promise.all([base.files.readFile(former), head.files.readFile(file)]).catch(() => [])
    if (was === undefined || is === undefined || !Buffer.from(was).equals(is)) return false
  }
  return true
}

function untouched({ contract }: ComparedContract): Comparison {
  const version = nextVersion(contract.version, 'none')
  return {
    findings: [],
    level: 'none',
    ...(version === undefined ? {} : { nextVersion: version }),
    nextEventVersions: [],
  }
}

function conclude(
  judged: readonly JudgedChange[],
  { base, head, options }: { base: ComparedContract; head: ComparedContract; options: CompareOptions },
): Comparison {
  // Whoever asks for no compatibility still wants to know what happened.
  const { compatibility, ...others } = options
  const weighed = compatibility === 'none' ? judgeChanges(judged, base, head, others) : judged
  const level = levelOf(weighed, textOf(base) === textOf(head))
  const own = nextVersion(base.contract.version, level)
  const next = own === undefined ? undefined : higherVersion(head.contract.version, own)
  const due = eventsDue(judged, head)
  const advice = [
    ...versionsDue(due, head),
    ...(next === undefined || next === head.contract.version || level === 'patch'
      ? []
      : [versionNotRaised(next, level, head)]),
  ]
  return {
    findings: findingsOfChanges([...judged, ...judgeChanges(advice, base, head, options)], head),
    level,
    ...(next === undefined ? {} : { nextVersion: next }),
    nextEventVersions: due.map(({ next }) => next),
  }
}

const reasons: Readonly<Record<Level, string>> = {
  none: 'nothing changed',
  patch: 'words changed',
  minor: 'something was added',
  major: 'something breaks',
}

const versionNotRaised = (expected: string, level: Level, { contract, places, origin }: ComparedContract): Change =>
  change(
    'version-not-raised',
    { is: contract.version, expected, why: reasons[level] },
    { place: places.ofOrigin(origin, 'info', 'version') },
  )

/** All that a contract says but where it stands and its version, in any order of maps. */
const textOf = ({ contract }: ComparedContract): string =>
  JSON.stringify({ ...contract, version: '', asyncapi: '' }, (key, value) =>
    key === 'origin' ? undefined : inOrder(value),
  )

const inOrder = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

/** A contract that is only on one side. */
async function compareWithNothing(
  { before, after }: ContractPair,
  stores: Stores,
  options: CompareOptions,
): Promise<Comparison> {
  const store = after === undefined ? stores.base : stores.head
  const one = await readCompared(after ?? before ?? '', store, options)
  if (!('contract' in one)) return { findings: one.findings, level: 'none', nextEventVersions: [] }
  const told =
    after === undefined
      ? change('contract-removed', {}, { was: one.root })
      : change('contract-added', { before: stores.base.nameOf(after) }, { place: one.root })
  const judged = judgeChanges([told], one, one, options)
  return {
    findings: findingsOfChanges(judged, one),
    level: levelOf(judged, false),
    ...(after === undefined ? {} : { nextVersion: one.contract.version }),
    nextEventVersions: [],
  }
}
