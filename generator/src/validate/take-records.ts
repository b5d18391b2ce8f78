import type { ContractEvent, Place, Places, Related } from '@tidings/contract'
import type { Findings } from './findings.js'
import type { HttpDump, Intake, Spot } from './intake.js'
import { contentOf, judgeBinary } from './judge-http.js'
import type { JsonJudge, JudgeOptions } from './judge-json.js'
import { rules } from './rules.js'
import { scanJson } from './scan-json.js'
import { splitValues } from './split-values.js'
import { offsetOf, spotAt } from './spot-at.js'
import type { Tally } from './tally.js'
import { tellTrouble } from './tell-trouble.js'
import { textOf } from './text-of.js'
import type { Trouble, Verdict } from './verdict.js'

/** What records are: CloudEvents, or data alone. */
export type Envelope = 'cloudevents' | 'none'

export interface TakeOptions {
  /** Absolute. */
  readonly file: string
  readonly judge: JsonJudge
  readonly judging: JudgeOptions
  /** Told by each record unless given. */
  readonly envelope: Envelope | undefined
  readonly findings: Findings
  readonly tally: Tally
  readonly places: Places
}

export interface RecordIntake extends Intake {
  /** Whether nothing was there, not even something wrong. */
  readonly isEmpty: boolean
}

/** Judges the records of one file as they come, counts them, and tells what is wrong with them. */
export function takeRecords(options: TakeOptions): RecordIntake {
  const { file, judge, judging, findings, tally, places } = options
  let isEmpty = true

  const count = (verdict: Verdict, placeOf: (trouble: Trouble) => Place): void => {
    const { troubles, events } = verdict
    tally.add(verdict, troubles.some(isError))
    for (const trouble of troubles) {
      if (findings.hasRoom || !isError(trouble)) {
        findings.add(trouble.rule, tellTrouble(trouble, verdict), placeOf(trouble), relatedTo(events[0]))
      } else findings.leaveOut(trouble.rule)
    }
  }

  const relatedTo = (event: ContractEvent | undefined): Related | undefined =>
    event && { message: `${event.id} in the contract`, place: places.ofOrigin(event.origin) }

  const problem: Intake['problem'] = (rule, message, spot) => {
    isEmpty = false
    if (rule === 'not-utf8' || rule === 'too-large') tally.add(unreadable, true)
    findings.add(rule, message, { file, ...spot })
  }

  const takeBroken = (text: string, start: Spot): void => {
    tally.add(unreadable, true)
    if (!findings.hasRoom) {
      findings.leaveOut('not-json')
      return
    }
    const fault = scanJson(text) ?? { offset: 0, message: 'the text is no JSON; expected an event' }
    findings.add('not-json', fault.message, { file, ...spotAt(text, fault.offset, start) })
  }

  const takeText = (text: string, start: Spot, index: number, envelope: Envelope | undefined): void => {
    isEmpty = false
    const value = parse(text)
    if (value === undefined) takeBroken(text, start)
    else if (index < 0 && Array.isArray(value) && isBatch(value, text, envelope)) takeBatch(text, start, envelope)
    else takeValue(value, text, start, index, envelope)
  }

  const takeValue = (
    value: unknown,
    text: string,
    start: Spot,
    index: number,
    envelope: Envelope | undefined,
  ): void => {
    const isEnveloped = envelope === undefined ? isCloudEvent(value) : envelope === 'cloudevents'
    const verdict = isEnveloped ? judge.structured(asObject(value), text) : judge.bare(value, text)
    count(verdict, ({ pointer }) => ({
      file,
      ...spotAt(text, offsetOf(text, pointer), start),
      pointer: `${index < 0 ? '' : `/${index}`}${pointer}`,
    }))
  }

  /** An array is a list of events, unless it is the data of one. */
  const isBatch = (items: readonly unknown[], text: string, envelope: Envelope | undefined): boolean =>
    envelope === 'cloudevents' || items.some(isCloudEvent) || judge.bare(items, text).troubles.some(isError)

  const takeBatch = (text: string, start: Spot, envelope: Envelope | undefined): void => {
    const json: Intake['json'] = (item, line, column, index) => takeText(item, { line, column }, index, envelope)
    const splitter = splitValues({ json, http, problem }, start)
    splitter.push(Buffer.from(text))
    splitter.end()
  }

  const http = (dump: HttpDump): void => {
    const content = contentOf(dump)
    const bytes = Buffer.from(dump.body.buffer, dump.body.byteOffset, dump.body.length)
    const body = content === undefined ? undefined : textOf(bytes, dump.bodyLine, { problem })
    if (content === undefined || body === undefined) return
    const start = { line: dump.bodyLine, column: 1 }
    if (content === 'batch') takeBatch(body, start, 'cloudevents')
    else if (content !== 'binary') takeText(body, start, -1, content === 'structured' ? 'cloudevents' : 'none')
    else {
      isEmpty = false
      count(judgeBinary(dump, body, judge, judging), ({ inHead, pointer }) =>
        inHead === true
          ? { file, line: dump.line, column: 1 }
          : { file, ...spotAt(body, offsetOf(body, pointer), start), pointer },
      )
    }
  }

  return {
    json: (text, line, column, index) => takeText(text, { line, column }, index, options.envelope),
    http,
    problem,
    get isEmpty() {
      return isEmpty
    },
  }
}

const unreadable: Verdict = { events: [], troubles: [] }

const isError = ({ rule }: Trouble): boolean => rules[rule].severity === 'error'

/** `undefined`, which no JSON text holds, where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isCloudEvent = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('specversion' in value || ('type' in value && 'source' in value && 'id' in value))

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
