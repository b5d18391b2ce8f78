import type { Violation } from '../codec/codec.js'
import { InvalidEvent } from '../error/invalid-event.js'
import { checkContext, checkDerived } from './context-check.js'
import type { EventContext } from './event-context.js'
import type { EventDescriptor } from './event-descriptor.js'
import type { EventFields, Extensions } from './event-fields.js'
import { instantOf } from './instant-of.js'
import { locate } from './locate.js'
import { ownCopy, type Report } from './own-copy.js'
import { currentScope, type DeliveryScope } from './scope.js'

/** What `new` was given, judged, copied and filled in. Throws `InvalidEvent` with all that is wrong. */
export const makeFields = (descriptor: EventDescriptor, given: readonly unknown[]): EventFields => {
  const { codec, name, type } = descriptor
  const problems: Violation[] = []
  const within =
    (part: Violation['in']): Report =>
    (pointer, message, keyword) =>
      problems.push({ in: part, pointer, message, keyword })

  const context = readContext(codec.hasData ? given[1] : given[0], within('context'))
  const data = codec.hasData ? ownCopy(given[0], within('data')) : undefined
  const headers = readHeaders(codec.hasHeaders, context.headers, within)
  // A broken copy would only be judged for what is broken already.
  const violations = problems.length === 0 ? codec.check(data, headers) : undefined
  if (violations !== undefined) problems.push(...violations)
  if (problems.length > 0) throw new InvalidEvent(name, problems)

  const scope = currentScope()
  const { source, subject, extensions } = fill(descriptor, context, { data, headers }, scope.delivery)
  checkFilled(descriptor, context, { source, subject, key: extensions['partitionkey'] }, within('context'))
  if (problems.length > 0) throw new InvalidEvent(name, problems)
  const time = context.time ?? scope.now()
  return {
    // Last, since an event that does not come about takes no number.
    id: context.id ?? scope.id(type),
    source,
    type,
    time: typeof time === 'string' ? time : instantOf(time),
    subject,
    datacontenttype: codec.hasData ? codec.contentType : undefined,
    dataschema: context.dataschema,
    data,
    headers,
    extensions,
  }
}

type AnyContext = EventContext & { readonly headers?: unknown }

const readContext = (given: unknown, report: Report): AnyContext => {
  if (given === undefined) return {}
  checkContext(given, report)
  return typeof given === 'object' && given !== null ? given : {}
}

const readHeaders = (hasHeaders: boolean, given: unknown, within: (part: Violation['in']) => Report) => {
  if (hasHeaders) return given === undefined ? noMembers : ownCopy(given, within('headers'))
  if (given !== undefined)
    within('context')('/headers', 'Invalid member: this event has no headers', 'additionalProperties')
  return undefined
}

const noMembers = Object.freeze({})

const fill = (
  { source, subject, key }: EventDescriptor,
  context: AnyContext,
  content: { readonly data: unknown; readonly headers: unknown },
  delivery: DeliveryScope | undefined,
) => {
  const partitionKey = key && locate(key, content)
  return {
    source: context.source ?? source,
    subject: context.subject ?? (typeof subject === 'object' ? locate(subject, content) : subject),
    extensions: extensionsOf(context, partitionKey, delivery),
  }
}

/** One by one, as `ownCopy` makes its copies. */
const extensionsOf = (
  context: AnyContext,
  partitionKey: string | undefined,
  delivery: DeliveryScope | undefined,
): Extensions => {
  const extensions: Record<string, string | number | boolean> = {}
  if (delivery !== undefined) {
    extensions['correlationid'] = delivery.correlationId
    extensions['causationid'] = delivery.causationId
  }
  if (partitionKey !== undefined) extensions['partitionkey'] = partitionKey
  if (context.extensions !== undefined) Object.assign(extensions, asExtensions(context.extensions))
  return Object.freeze(extensions)
}

/** Sources of contracts that were judged, since they are the same for each event. */
const judged = new WeakSet<EventDescriptor>()

/** Judges what the contract or the data gave; what the context gave was judged before. */
const checkFilled = (
  descriptor: EventDescriptor,
  context: AnyContext,
  filled: { readonly source: string | undefined; readonly subject: string | undefined; readonly key: unknown },
  report: Report,
) => {
  if (context.source === undefined && !judged.has(descriptor)) {
    let isGood = true
    checkDerived('source', filled.source, (...problem) => {
      isGood = false
      report(...problem)
    })
    if (isGood) judged.add(descriptor)
  }
  if (context.subject === undefined) checkDerived('subject', filled.subject, report)
  if (typeof filled.key === 'string') checkDerived('partitionkey', filled.key, report)
}

/** Bytes become their canonical text, since they can be neither frozen nor told from text on most wires. */
export const asExtensions = (given: EventContext['extensions'] = {}): Extensions => {
  const extensions: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    extensions[name] = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
  }
  return extensions
}
