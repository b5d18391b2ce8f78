import { checkCloudEvent, fromJson, fromMessage, type Message } from '@tidings/runtime/cloudevents'
import type { ValidationMode } from '@tidings/runtime/sdk/v1'
import { isAwkward } from './awkward.js'
import { type Candidate, type Candidates, listOf } from './candidates.js'
import { troublesOf } from './troubles-of.js'
import { noTroubles, type Trouble, type Verdict } from './verdict.js'

export interface JudgeOptions {
  readonly candidates: Candidates
  readonly validate: ValidationMode
  /** An event was named, so that its versions are told apart without a word. */
  readonly isNamed: boolean
}

export interface JsonJudge {
  /** Judges a CloudEvent in the JSON format. */
  structured(value: Readonly<Record<string, unknown>>, text: string): Verdict
  /** Judges data that came without a context. */
  bare(value: unknown, text: string): Verdict
  /** The candidates of a type, or what is wrong with it. */
  candidatesFor(type: string, pointer: string): readonly Candidate[] | Trouble
}

/**
 * The quick way answers for nearly all events: attributes, data and headers are plainly fine. Whatever it hesitates at
 * is read by the runtime itself, so that nothing passes here that a subscription would not take.
 */
export function createJsonJudge({ candidates, validate, isNamed }: JudgeOptions): JsonJudge {
  const candidatesFor: JsonJudge['candidatesFor'] = (type, pointer) => {
    const found = candidates.ofType(type)
    if (found !== undefined) return found
    const expected = listOf(candidates.chosen.map(({ event }) => event.type))
    const shown = JSON.stringify(type.length > 100 ? `${type.slice(0, 100)}…` : type)
    if (candidates.known(type).length > 0) {
      return { rule: 'unexpected-event-type', message: `the type is ${shown}; expected ${expected}`, pointer }
    }
    const meant = candidates.closestType(type)
    const hint = meant === undefined ? `expected one of ${expected}` : `did you mean ${JSON.stringify(meant)}?`
    return { rule: 'unknown-event-type', message: `the contract has no event of type ${shown}; ${hint}`, pointer }
  }

  const isFine = ({ validateData, validateHeaders }: Candidate, value: Readonly<Record<string, unknown>>): boolean => {
    if (validateData !== undefined) {
      const { data, datacontenttype } = value
      if (data === undefined || (datacontenttype !== undefined && datacontenttype !== 'application/json')) return false
      if (validateData(data, validate) !== undefined || isAwkward(data)) return false
    }
    if (validateHeaders === undefined) return true
    return validateHeaders(headersIn(value), validate) === undefined
  }

  const structured: JsonJudge['structured'] = (value, text) => {
    const { type, id, time } = value
    const wrong = checkCloudEvent(value)
    const known = typeof type === 'string' ? candidatesFor(type, '/type') : undefined
    if (known !== undefined && isList(known) && wrong.length === 0) {
      for (const candidate of known) {
        if (isFine(candidate, value)) return { events: [candidate.event], type, id, time, troubles: noTroubles }
      }
    }
    const attributes = wrong.map(({ pointer, message }): Trouble => ({ rule: 'invalid-cloud-event', message, pointer }))
    if (known === undefined || !isList(known)) {
      return { events: [], type, id, time, troubles: known === undefined ? attributes : [...attributes, known] }
    }
    const found = troublesOf({
      candidates: known,
      text,
      data: value['data'],
      dataAt: '/data',
      headersAt: '/messageheaders',
      // Where attributes are wrong, the data is judged all the same.
      read: ({ eventClass, dataClass }) =>
        wrong.length === 0
          ? fromJson(eventClass, text, { validate })
          : fromMessage(dataClass, messageOf(dataClass.type, value['data']), { validate }),
    })
    const troubles = [...attributes, ...(found?.troubles ?? [])]
    return { events: found === undefined ? [] : [found.candidate.event], type, id, time, troubles }
  }

  const withData = candidates.chosen.filter(({ validateData }) => validateData !== undefined)

  const bare: JsonJudge['bare'] = (value, text) => {
    const fitting = withData.filter(({ validateData }) => validateData?.(value, validate) === undefined)
    const [first, ...others] = fitting
    if (first !== undefined && !isAwkward(value)) {
      const events = (isNamed ? [fitting.at(-1) ?? first] : fitting).map(({ event }) => event)
      if (others.length === 0 || isNamed) return { events, troubles: noTroubles }
      const names = events.map(({ id }) => id)
      const message = `the data fits several events, ${listOf(names)}; expected one that it fits alone`
      return { events, troubles: [{ rule: 'several-events', message, pointer: '' }] }
    }
    const found = troublesOf({
      candidates: first === undefined ? withData : fitting,
      text,
      data: value,
      dataAt: '',
      read: ({ dataClass }) => fromMessage(dataClass, messageOf(dataClass.type, value), { validate }),
    })
    if (found === undefined) {
      const message = 'the data is of no event; expected one of an event that carries data'
      return { events: [], troubles: [{ rule: 'unknown-event', message, pointer: '' }] }
    }
    const { candidate, troubles } = found
    const [nearest] = troubles
    if (nearest === undefined || isNamed || withData.length === 1 || first !== undefined) {
      return { events: [candidate.event], troubles }
    }
    const message = `the data fits none of ${listOf(withData.map(({ event }) => event.id))}; it comes nearest to ${candidate.event.id}, but for ${nearest.pointer || 'the whole'}: ${nearest.message}`
    return { events: [], troubles: [{ rule: 'unknown-event', message, pointer: nearest.pointer }] }
  }

  return { structured, bare, candidatesFor }
}

export const isList = (known: readonly Candidate[] | Trouble): known is readonly Candidate[] => Array.isArray(known)

/** Headers as they stand in a structured event; nothing where they cannot be read the quick way. */
function headersIn({ messageheaders }: Readonly<Record<string, unknown>>): unknown {
  if (messageheaders === undefined) return {}
  try {
    return typeof messageheaders === 'string' ? JSON.parse(messageheaders) : undefined
  } catch {
    return undefined
  }
}

const messageOf = (type: string, data: unknown): Message => ({
  attributes: { specversion: '1.0', id: 'none', source: 'none', type },
  ...(data !== undefined && { data: Buffer.from(JSON.stringify(data)) }),
})
