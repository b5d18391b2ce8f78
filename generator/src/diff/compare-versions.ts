import { basename, dirname, join, relative } from 'node:path'
import {
  type ContractEvent,
  type Finding,
  type Loaded,
  loadContract,
  type Perspective,
  type Place,
} from '@tidings/contract'
import { type Change, change } from './change.js'
import { compareContracts } from './compare-contracts.js'
import type { ComparedContract } from './compared-contract.js'
import { findingsOfChanges } from './findings-of-changes.js'
import { type JudgedChange, type JudgeOptions, judgeChanges } from './judge-changes.js'
import { type NextEventVersion, nextEventVersion } from './next-event-version.js'
import { higherVersion, type Level, levelOf, nextVersion } from './next-version.js'
import type { ContractPair } from './pair-contracts.js'
import type { ContractStore } from './source/contract-store.js'

/** How contracts are read and judged. */
export interface CompareOptions extends JudgeOptions {
  readonly perspective?: Perspective
  readonly allowRemoteRefs?: boolean
  readonly allowRefsOutside?: boolean
}

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
  const head = await read(after, stores.head, options)
  if ('contract' in head && (await isUntouched(pair, head.files, stores))) return untouched(head)
  const base = await read(before, stores.base, options)
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

interface Due {
  readonly event: ContractEvent
  readonly next: NextEventVersion
}

/** The events whose data breaks those who must not be broken. */
function eventsDue(judged: readonly JudgedChange[], { contract }: ComparedContract): readonly Due[] {
  const broken = judged.flatMap(({ severity, event }) =>
    severity === 'error' && event !== undefined ? [event.after] : [],
  )
  return [...new Set(broken)].map((event) => ({ event, next: nextEventVersion(event, contract) }))
}

const mostTold = 5

/** Where one shared schema breaks many events, they are told together. */
function versionsDue(due: readonly Due[], head: ComparedContract): readonly Change[] {
  const tell = ({ event, next }: Due, others: number): Change => {
    const name = others === 0 ? event.id : `${event.id}, as ${others} others,`
    const holes = { event: name, type: event.type, name: next.name, version: next.version, next: next.type }
    return change('new-version-due', holes, { place: head.places.ofOrigin(event.origin) })
  }
  const [first] = due
  if (first === undefined || due.length <= mostTold) return due.map((each) => tell(each, 0))
  return [tell(first, due.length - 1)]
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
  const one = await read(after ?? before ?? '', store, options)
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

interface ReadContract extends ComparedContract {
  /** Every file that it was read from, absolute. */
  readonly files: readonly string[]
}

/** Reads a contract with places as people write them; or what keeps it from being read. */
async function read(
  path: string,
  store: ContractStore,
  { perspective, allowRemoteRefs, allowRefsOutside }: CompareOptions,
): Promise<ReadContract | Pick<Loaded, 'findings'>> {
  const { contract, places, findings, files } = await loadContract(path, {
    perspective: perspective ?? 'application',
    allow: { remote: allowRemoteRefs ?? false, outsideRoot: allowRefsOutside ?? false },
    fileAccess: store.files,
  })
  const named = (place: Place): Place =>
    /^[a-z][a-z\d+.-]+:\/\//i.test(place.file) ? place : { ...place, file: store.nameOf(place.file) }
  if (contract === undefined || places === undefined) {
    const errors = findings.filter(({ severity }) => severity === 'error')
    return { findings: errors.map((each) => ({ ...each, ...(each.place && { place: named(each.place) }) })) }
  }
  return {
    contract,
    files,
    places: {
      ofSchema(schema, ...tokens) {
        const place = places.ofSchema(schema, ...tokens)
        return place && named(place)
      },
      ofOrigin: (origin, ...tokens) => named(places.ofOrigin(origin, ...tokens)),
    },
    origin: { file: basename(path), pointer: '', line: 1, column: 1 },
    root: named({ file: path, line: 1, column: 1, pointer: '' }),
  }
}
