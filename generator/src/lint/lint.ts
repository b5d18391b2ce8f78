import type { FileAccess, Finding } from '@tidings/contract'
import { type ContractOptions, readContract } from '../contract/model.js'
import type { LintConfig } from './lint-config.js'
import { type Found, judgeGiven, runRules } from './run-rules.js'
import { applySuppressions } from './suppressions.js'

export interface LintOptions extends ContractOptions {
  /** Which rules, and how severe; `recommended` unless given. */
  readonly lint?: LintConfig
}

export interface Linted {
  /** In the order of files, lines and columns. */
  readonly findings: readonly Finding[]
  /** What the document asks not to be told, by `x-lint-ignore`. */
  readonly suppressed: readonly Finding[]
}

/**
 * Says what is wrong with a contract by the rules of AsyncAPI and of event design. An example that does not fit its
 * schema is an error here, although it does not stop generation. Where the contract cannot be read, what is wrong
 * with the reading is all.
 */
export const lint = async (options: LintOptions): Promise<readonly Finding[]> => (await lintContract(options)).findings

/** The same, with what was suppressed. */
export async function lintContract(options: LintOptions): Promise<Linted> {
  const { found, suppressed } = await findAll(options)
  return { findings: found.map(({ finding }) => finding), suppressed }
}

/** Everything that there is to say, with what mends it and the files that may be changed. */
export async function findAll(
  options: LintOptions,
  fileAccess?: FileAccess,
): Promise<{
  readonly found: readonly Found[]
  readonly suppressed: readonly Finding[]
  readonly own: ReadonlySet<string>
}> {
  const loaded = await readContract(options, { advice: true, ...(fileAccess === undefined ? {} : { fileAccess }) })
  const { contract, places, sources, findings } = loaded
  const config = options.lint ?? {}
  if (contract === undefined || places === undefined || sources === undefined) {
    // why it cannot be read is told whatever the config wants
    const isError = ({ severity }: Finding) => severity === 'error'
    const advice = judgeGiven(
      findings.filter((finding) => !isError(finding)),
      config,
    )
    const found = inReadingOrder([...findings.filter(isError).map((finding) => ({ finding })), ...advice])
    return { found, suppressed: [], own: new Set() }
  }
  const run = await runRules({ ...loaded, contract, places, sources }, config)
  const { found, suppressed } = applySuppressions(run, { sources, places }, config)
  const own = sources.filter(({ isOwn }) => isOwn).map(({ path }) => path)
  return { found: inReadingOrder(found), suppressed, own: new Set(own) }
}

/** One finding once, in the order of files, lines and columns. */
function inReadingOrder(found: readonly Found[]): readonly Found[] {
  const once = new Map(
    found.map((one) => [JSON.stringify([one.finding.rule, one.finding.message, one.finding.place]), one]),
  )
  return [...once.values()].sort(({ finding: { place: a, rule } }, { finding: { place: b, rule: other } }) => {
    const [one, two] = [a?.file ?? '', b?.file ?? '']
    if (one !== two) return one < two ? -1 : 1
    return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0) || (rule < other ? -1 : 1)
  })
}
