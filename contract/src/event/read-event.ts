import { present } from '../contract/present.js'
import { bindingsOf, extensionsOf, externalDocsOf, type Reading, tagsOf, wordsOf } from '../contract/reading.js'
import { type DocumentConvention, readEventConvention } from '../convention/conventions.js'
import type { ContractEvent, Location } from '../model/event.js'
import type { Schema } from '../model/schema.js'
import { multiFormat, type SchemaReader } from '../schema/schema-reader.js'
import { readSchemaFormat } from '../schema-format/format.js'
import { isObject, type JsonObject, stringAt } from '../source/json-tree.js'
import { readAttributeHeaders, readEnvelope } from './cloud-events.js'
import type { Message } from './collect-messages.js'
import { deriveType } from './derive-type.js'
import { readExamples } from './examples.js'
import { leadsSomewhere, readLocation } from './location.js'

export interface EventDefaults {
  readonly conventions: DocumentConvention
  readonly contentType: string
  /** The source of an event that says none itself. */
  readonly source: string
}

export interface EventContext {
  readonly reading: Reading
  readonly schemas: SchemaReader
  readonly defaults: EventDefaults
  /** Ids of the events whose source the bus stamps: those that a client sends to another's application. */
  readonly isStamped: (message: Message) => boolean
}

/** Reads one message as an event. References in its schemas are provisional until they are settled. */
export function readEvent(message: Message, id: string, context: EventContext): ContractEvent {
  const { reading, schemas, defaults } = context
  const { value, origin, channels } = message
  const given = readEventConvention(value, reading)
  const resolve = (schema: Schema) => schemas.resolve(schema)

  const payload = readPart('payload', stringAt(value, 'schemaFormat'), message, id, context)
  const headers = readPart('headers', undefined, message, id, context)
  const declaredType = stringAt(value, 'contentType') ?? defaults.contentType
  const envelope = readEnvelope(payload?.schema, declaredType, resolve)
  const attributes = envelope === undefined ? readAttributeHeaders(headers?.schema, resolve) : undefined
  const own = envelope ?? attributes
  const data = envelope === undefined ? payload?.schema : envelope.data
  const rest = attributes === undefined ? headers?.schema : attributes.headers

  /** A place in the event, where a document speaks of a place in its message. */
  const lower = (location: Location | undefined): Location | undefined => {
    if (location === undefined) return undefined
    const inData = envelope !== undefined && location.in === 'payload' && location.path[0] === 'data'
    const lowered = inData ? { ...location, path: location.path.slice(1) } : location
    return leadsSomewhere(lowered.in === 'payload' ? data : rest, lowered.path, resolve) ? lowered : undefined
  }
  const located = (member: 'key' | 'subject', expression: string): Location | undefined => {
    const location = lower(readLocation(expression))
    const holder = value['x-event']
    if (location === undefined && isObject(holder)) {
      reading.reporter.report('key-leads-nowhere', reading.whereabouts.place(holder, member), {
        where: `x-event.${member}`,
        expression,
        event: id,
        mend:
          data === undefined && expression.startsWith('$message.payload')
            ? 'The message has no payload: name a header, or add one.'
            : 'Correct the pointer, or add the property to the schema.',
      })
    }
    return location
  }
  const subject = given.subject?.startsWith('$message')
    ? located('subject', given.subject)
    : (given.subject ?? own?.subject)

  return present({
    id,
    name: given.name ?? id,
    kind: given.kind ?? defaults.conventions.kind ?? 'integration',
    version: given.version,
    type: given.type ?? own?.type ?? deriveType(message.wishes),
    source: context.isStamped(message) ? own?.source : (given.source ?? own?.source ?? defaults.source),
    subject,
    key: given.key === undefined ? undefined : located('key', given.key),
    aggregate: given.aggregate,
    contentType: own?.contentType ?? (envelope === undefined ? declaredType : 'application/json'),
    payload: data,
    headers: rest,
    cloudEvents:
      envelope !== undefined ? ('structured' as const) : attributes !== undefined ? ('binary' as const) : undefined,
    schemaFormat: payload?.format === 'asyncapi' ? undefined : payload?.format,
    correlation: readCorrelation(value, lower, reading),
    channels,
    examples: readExamples(value, { envelope: envelope !== undefined, attributes: attributes !== undefined }, reading),
    ...wordsOf(value),
    deprecated: value['deprecated'] === true || value['x-deprecated'] === true ? true : undefined,
    tags: tagsOf(value, reading),
    ...externalDocsOf(value, reading),
    ...bindingsOf(value, reading),
    extensions: extensionsOf(value, ['x-event']),
    origin,
  })
}

/** The payload or headers of a message, whichever way they name their format. */
function readPart(
  part: 'payload' | 'headers',
  formatText: string | undefined,
  { value }: Message,
  id: string,
  context: EventContext,
) {
  const { reading, schemas } = context
  const raw = value[part]
  const followed = reading.references.follow(raw)
  if (raw === undefined || followed === undefined || followed === null) return undefined
  const multi = isObject(followed) ? multiFormat(followed) : undefined
  const text = multi === undefined ? formatText : stringAt(followed, 'schemaFormat')
  const format = readSchemaFormat(text)
  if (format === undefined) {
    const holder: JsonObject = multi === undefined || !isObject(followed) ? value : followed
    reading.reporter.report('unsupported-schema-format', reading.whereabouts.place(holder, 'schemaFormat'), {
      message: id,
      part,
      format: text ?? '',
    })
    return undefined
  }
  const schema =
    multi !== undefined && raw === followed ? schemas.read(multi.schema, format) : schemas.read(raw, format)
  return { schema, format }
}

function readCorrelation(
  value: JsonObject,
  lower: (location: Location | undefined) => Location | undefined,
  { references }: Reading,
) {
  return lower(readLocation(stringAt(references.follow(value['correlationId']), 'location')))
}
