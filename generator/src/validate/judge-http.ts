import { isUndecodableMessage } from '@tidings/runtime'
import { checkCloudEvent, fromMessage, httpMode, type Message, readHttp } from '@tidings/runtime/cloudevents'
import type { HttpDump } from './intake.js'
import { isList, type JsonJudge, type JudgeOptions } from './judge-json.js'
import { troublesOf } from './troubles-of.js'
import type { Trouble, Verdict } from './verdict.js'

/** What the body of an HTTP message holds; `undefined` where the message carries no event, as an empty response. */
export type HttpContent = 'structured' | 'batch' | 'binary' | 'bare' | undefined

export function contentOf({ headers, body }: HttpDump): HttpContent {
  const mode = httpMode(headers)
  if (mode !== undefined) return mode
  // With attributes, and without those that tell of them, it is still meant for an event.
  if (headers.some(([name]) => /^ce-/i.test(name))) return 'binary'
  return body.length === 0 ? undefined : 'bare'
}

/** Judges an HTTP message in binary mode, `body` being its text. */
export function judgeBinary(dump: HttpDump, body: string, judge: JsonJudge, { validate }: JudgeOptions): Verdict {
  const message = readMessage(dump)
  if ('rule' in message) return { events: [], troubles: [message] }
  const { type, id, time } = message.attributes
  const attributes = checkCloudEvent(message.attributes).map(
    (problem): Trouble => ({
      rule: 'invalid-cloud-event',
      message: `${headerOf(problem.pointer)}: ${problem.message}`,
      pointer: '',
      inHead: true,
    }),
  )
  const known = judge.candidatesFor(type, '')
  if (!isList(known)) return { events: [], type, id, time, troubles: [...attributes, { ...known, inHead: true }] }
  const found = troublesOf({
    candidates: known,
    text: body,
    data: parsed(body),
    dataAt: '',
    read: ({ eventClass }) => fromMessage(eventClass, message, { validate }),
  })
  const troubles = [...attributes, ...(found?.troubles ?? [])]
  return { events: found === undefined ? [] : [found.candidate.event], type, id, time, troubles }
}

const headerOf = (pointer: string): string =>
  pointer === '/datacontenttype' ? 'content-type' : `ce-${pointer.slice(1)}`

function readMessage({ headers, body }: HttpDump): Message | Trouble {
  try {
    const [message] = readHttp({ headers: withId(headers), body })
    if (message !== undefined) return message
  } catch (error) {
    if (!isUndecodableMessage(error)) throw error
    return { rule: 'invalid-cloud-event', message: error.message, pointer: '', inHead: true }
  }
  return { rule: 'invalid-cloud-event', message: 'No CloudEvent: expected one', pointer: '', inHead: true }
}

/** What has other attributes alone is binary mode too, and is to be missed what it has not. */
const withId = (headers: HttpDump['headers']): HttpDump['headers'] =>
  httpMode(headers) === undefined ? [...headers, ['ce-id', '']] : headers

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
