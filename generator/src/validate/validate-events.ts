import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Contract, Finding, Places } from '@tidings/contract'
import type { ValidationMode } from '@tidings/runtime/sdk/v1'
import { WrongUsage } from '../command-line/wrong-usage.js'
import { type ContractOptions, readContract } from '../contract/model.js'
import { createJudge } from '../judge/create-judge.js'
import { createCandidates } from './candidates.js'
import { findFiles, standardInput } from './find-files.js'
import { createFindings } from './findings.js'
import type { Form } from './forms.js'
import { createJsonJudge, type JudgeOptions } from './judge-json.js'
import { readFileBytes, readStreamBytes } from './read-bytes.js'
import { readRecords } from './read-records.js'
import { type Envelope, takeRecords } from './take-records.js'
import { createTally, type TypeSummary } from './tally.js'

export interface ValidateOptions extends ContractOptions {
  /** Files and globs, and `-` for `stdin`. */
  readonly files: readonly string[]
  /** What relative files are relative to; the folder of this process unless given. */
  readonly cwd?: string
  /** Standard input, for the file `-`. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Id, name or type of the event that the records are; told by each record unless given. */
  readonly event?: string
  /** Id or address of the channel that they were on. */
  readonly channel?: string
  /** How the files hold their events; told by each file unless given. */
  readonly input?: Form
  /** Whether the records are CloudEvents or data alone; told by each record unless given. */
  readonly envelope?: Envelope
  /** Lets undeclared properties of a newer producer pass, as `validate: 'tolerant'` of a subscription does. */
  readonly tolerant?: boolean
  /** How many findings are kept; the others are counted. 100 unless given. */
  readonly maxFindings?: number
  /** Told now and then how far it is. */
  onProgress?(progress: Progress): void
}

export interface Progress {
  readonly file: string
  /** Of this file, as it lies there. */
  readonly bytesRead: number
  /** Absent for standard input. */
  readonly bytes?: number
  /** Of all files. */
  readonly events: number
}

export interface Validated {
  readonly findings: readonly Finding[]
  readonly files: number
  readonly events: number
  readonly invalid: number
  readonly summary: readonly TypeSummary[]
}

/**
 * Holds recorded events against a contract, by the validators that its generated SDK has. Files may be larger than
 * memory. Throws {@link WrongUsage} for a file, event or channel that is not there.
 */
export async function validateEvents(options: ValidateOptions): Promise<Validated> {
  const files = findFiles(options.files, options.cwd ?? process.cwd())
  const { contract, places, findings } = await readContract(options)
  // What is merely to be said of the contract is said by lint.
  if (contract === undefined || places === undefined) return { findings, files: 0, events: 0, invalid: 0, summary: [] }
  return await validateFiles(files, { contract, places }, options)
}

/** The same for a contract that was read before, and files by their absolute paths. */
export async function validateFiles(
  files: readonly string[],
  { contract, places }: { readonly contract: Contract; readonly places: Places },
  {
    cwd = process.cwd(),
    stdin,
    event,
    channel,
    input,
    envelope,
    tolerant,
    maxFindings,
    onProgress,
  }: Omit<ValidateOptions, keyof ContractOptions | 'files'> = {},
): Promise<Validated> {
  const validate: ValidationMode = tolerant === true ? 'tolerant' : 'strict'
  const candidates = await createCandidates(contract, { event, channel }, await createJudge(contract))
  const judging: JudgeOptions = { candidates, validate, isNamed: event !== undefined }
  const shared = { judge: createJsonJudge(judging), judging, envelope, places }
  const findings = createFindings(maxFindings ?? 100)
  const tally = createTally()
  for (const name of files) {
    const isInput = name === standardInput
    const file = isInput ? resolve(cwd, '<stdin>') : name
    const bytes = isInput ? undefined : statSync(name).size
    const intake = takeRecords({ ...shared, file, findings, tally })
    const reading = isInput ? readStreamBytes(stdinOf(stdin)) : readFileBytes(name)
    await readRecords(reading, intake, {
      name: file,
      form: input,
      onPiece: () =>
        onProgress?.({
          file,
          bytesRead: reading.bytesRead(),
          events: tally.count,
          ...(bytes !== undefined && { bytes }),
        }),
    })
  }
  return {
    findings: findings.all(),
    files: files.length,
    events: tally.count,
    invalid: tally.invalid,
    summary: tally.summary(),
  }
}

function stdinOf(stdin: ValidateOptions['stdin']): AsyncIterable<Uint8Array> {
  if (stdin === undefined) throw new WrongUsage('there is no standard input to read; name files')
  return stdin
}
