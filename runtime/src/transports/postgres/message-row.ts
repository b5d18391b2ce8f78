import type { Message } from '../../message/message.js'
import { AttributesReader, attributeText } from '../../message/read-attributes.js'
import type { Carried } from '../../transport/carried.js'
import type { Wire } from '../../transport/holding.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Place } from '../../transport/place.js'
import type { Outgoing } from '../../transport/transport.js'
import type { Row } from './database.js'
import type { Names } from './names.js'

/** The columns in which attributes stand under their own names. */
const attributeColumns = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema']

/** What a caller may add to a message: for outboxes. */
export interface Dispatched extends Outgoing {
  /** What is kept in order with it, where that is not the key. */
  readonly lane?: string
  /** The application whose relay is to carry it on. */
  readonly outbox?: string
  /** Which of a bus's transports is to carry it on. */
  readonly server?: string
}

/** SQL: inserts the messages that `$1` holds as JSON, in their order. Fan-out and notification are the trigger's. */
export const insertMessages = ({ schema }: Names): string => `SELECT ${schema}.insert_messages($1::json)`

/** SQL: the function `insert_messages`, since in a caller's transaction nothing else saves parsing and planning it. */
export const inserting = ({ schema, messages }: Names): string => `
CREATE OR REPLACE FUNCTION ${schema}.insert_messages(messages json) RETURNS void LANGUAGE plpgsql AS $tidings$
BEGIN
  INSERT INTO ${messages} (
    application, address, key, lane, outbox, server, way, ${attributeColumns.join(', ')},
    extensions, headers, data, traceparent, tracestate
  )
  SELECT application, address, key, lane, outbox, server, way, ${attributeColumns.join(', ')},
         extensions, headers, decode(data, 'base64'), traceparent, tracestate
  FROM ROWS FROM (json_to_recordset($1) AS (
    application text, address text, key text, lane text, outbox text, server text, way json, ${attributeColumns.map((name) => `${name} text`).join(', ')},
    extensions json, headers json, data text, traceparent text, tracestate text
  )) WITH ORDINALITY
  ORDER BY ordinality;
END
$tidings$;
`

/** One message for {@link insertMessages}, as JSON. */
export function printRow({ place, message, key, trace, lane, outbox, server }: Dispatched): string {
  const row: Record<string, unknown> = {
    application: place.application ?? '',
    address: place.address,
    key,
    lane,
    outbox,
    server,
    ...(outbox !== undefined && { way: wayOf(place) }),
    ...trace,
  }
  const extensions: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(message.attributes)) {
    if (value === undefined) continue
    const plain = value instanceof Uint8Array ? attributeText(value) : value
    if (attributeColumns.includes(name)) row[name] = plain
    else extensions[name] = plain
  }
  if (message.data !== undefined) row['data'] = Buffer.from(message.data).toString('base64')
  return JSON.stringify({ ...row, extensions, headers: message.headers })
}

/** What else a transport has to know of the place, beside its address. */
function wayOf({ family, bindings }: Place): Pick<Place, 'family' | 'bindings'> | undefined {
  return family === undefined && bindings === undefined
    ? undefined
    : { ...(family !== undefined && { family }), ...(bindings !== undefined && { bindings }) }
}

/** SQL: what {@link readRow} reads, of a row named `m`. JSON comes as text, so that no client parses it its own way. */
export const messageColumns = `m.application, m.address, m.key, ${attributeColumns.map((name) => `m.${name}`).join(', ')},
       m.extensions::text AS extensions, m.headers::text AS headers, m.data, m.traceparent, m.tracestate, m.server, m.way::text AS way`

/** SQL: the same with their types. */
export const messageTypes = `application text, address text, key text, ${attributeColumns.map((name) => `${name === 'time' ? '"time"' : name} text`).join(', ')},
       extensions text, headers text, data bytea, traceparent text, tracestate text, server text, way text`

/** Of what an outbox recorded it is known, too, which of the bus's transports is to carry it on. */
export interface CarriedRow extends Carried {
  readonly server: string | undefined
}

export function readRow(row: Row): CarriedRow {
  const application = text(row['application'])
  const traceparent = text(row['traceparent'])
  const tracestate = text(row['tracestate'])
  const way = text(row['way'])
  const { message, unreadable } = messageOrReason(() => readMessage(row))
  return {
    place: {
      address: String(row['address']),
      ...(application !== undefined && { application }),
      ...(way !== undefined && JSON.parse(way)),
    },
    message,
    unreadable,
    wire: message === undefined ? wireOf(row) : undefined,
    key: text(row['key']),
    trace: traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) },
    server: text(row['server']),
  }
}

function readMessage(row: Row): Message {
  const reader = new AttributesReader()
  for (const name of attributeColumns) reader.put(name, row[name])
  const extensions = String(row['extensions'])
  if (extensions !== '{}') for (const [name, value] of Object.entries(JSON.parse(extensions))) reader.put(name, value)
  const attributes = reader.end()
  const data = bytesOf(row['data'])
  const headers = text(row['headers'])
  return {
    attributes,
    ...(headers !== undefined && { headers: JSON.parse(headers) }),
    ...(data !== undefined && { data }),
  }
}

/** The columns that hold something, by their names. */
function wireOf(row: Row): Wire {
  const names = [...attributeColumns, 'key', 'extensions', 'headers', 'traceparent', 'tracestate']
  const headers = names.flatMap((name) => {
    const value = text(row[name])
    return value === undefined ? [] : [[name, value] as const]
  })
  const body = bytesOf(row['data'])
  return { headers: Object.fromEntries(headers), ...(body !== undefined && { body }) }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const bytesOf = (value: unknown): Uint8Array | undefined =>
  value instanceof Uint8Array ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined
