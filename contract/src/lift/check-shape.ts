import { entriesOf, type Reading } from '../contract/reading.js'
import { isArray, isObject, type JsonObject, type JsonTree, objectAt, stringAt } from '../source/json-tree.js'

/** What the parser would tell of by its consequences: shapes of AsyncAPI 2 in a 3.x document, ids given twice. */
export function checkShape(root: JsonObject, reading: Reading): void {
  if (stringAt(root, 'asyncapi')?.startsWith('3.')) checkVersion3(root, reading)
  else checkIds(root, reading)
}

interface Remnant {
  readonly where: string
  readonly instead: string
  readonly mend: string
}

function checkVersion3(root: JsonObject, reading: Reading) {
  const version = stringAt(root, 'asyncapi') ?? ''
  const remnant = (holder: JsonObject, member: string, { where, instead, mend }: Remnant) => {
    if (!(member in holder)) return
    const place = reading.whereabouts.place(holder, member)
    reading.reporter.report('version-2-shape', place, { where, member: `"${member}"`, instead, version, mend })
  }
  const components = objectAt(root, 'components')
  const all = (member: string) => [...entriesOf(root[member], reading), ...entriesOf(components?.[member], reading)]

  for (const member of ['tags', 'externalDocs']) {
    remnant(root, member, {
      where: 'the document',
      instead: `"info.${member}"`,
      mend: `Move "${member}" under "info".`,
    })
  }
  for (const [id, server] of all('servers')) {
    const url = stringAt(server, 'url') ?? ''
    const bare = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    const [host = '', ...path] = bare.split('/')
    const pathname = path.length > 0 ? `, "pathname: /${path.join('/')}"` : ''
    remnant(server, 'url', {
      where: `server ${id}`,
      instead: '"host" and "pathname"',
      mend: `Write "host: ${host}"${pathname} in place of "url".`,
    })
  }
  const messages = new Map<JsonObject, string>()
  for (const [id, channel] of all('channels')) {
    for (const [verb, action] of [
      ['publish', 'receive'],
      ['subscribe', 'send'],
    ] as const) {
      remnant(channel, verb, {
        where: `channel ${id}`,
        instead: '"operations" beside "channels"',
        mend: `Move it to an operation with "action: ${action}" and "channel: { $ref: '#/channels/${id}' }", and its message to the channel's "messages".`,
      })
    }
    for (const [name, parameter] of entriesOf(channel['parameters'], reading)) {
      remnant(parameter, 'schema', {
        where: `parameter ${name}`,
        instead: '"enum", "default" and "examples" beside it',
        mend: 'Move "enum" and "default" out of "schema" and remove it: a parameter is always a string.',
      })
    }
    for (const [key, message] of entriesOf(channel['messages'], reading)) messages.set(message, key)
  }
  for (const [key, message] of entriesOf(components?.['messages'], reading)) messages.set(message, key)
  for (const [message, key] of messages) {
    const where = `message ${key}`
    remnant(message, 'messageId', {
      where,
      instead: "the message's key",
      mend: `Remove it; the id of a message is its key under "messages".`,
    })
    remnant(message, 'schemaFormat', {
      where,
      instead: '"payload: { schemaFormat, schema }"',
      mend: 'Move "schemaFormat" into "payload", and the payload into "payload.schema".',
    })
  }
  for (const [id, operation] of all('operations')) {
    const where = `operation ${id}`
    remnant(operation, 'operationId', {
      where,
      instead: "the operation's key",
      mend: `Remove it; the id of an operation is its key under "operations".`,
    })
    remnant(operation, 'message', {
      where,
      instead: '"messages"',
      mend: 'Write a list "messages" of references to messages of the operation\'s channel.',
    })
  }
}

/** In 2.x ids are members, so that nothing keeps an author from giving one twice. */
function checkIds(root: JsonObject, reading: Reading) {
  const operationIds = new Map<string, JsonObject>()
  const messageIds = new Map<string, JsonObject>()
  for (const [, channel] of entriesOf(root['channels'], reading)) {
    for (const verb of ['publish', 'subscribe']) {
      const operation = reading.references.follow(channel[verb])
      if (!isObject(operation)) continue
      once('operationId', operation, operationIds)
      for (const message of messagesOf(operation['message'])) once('messageId', message, messageIds)
    }
  }

  function once(member: string, holder: JsonObject, known: Map<string, JsonObject>) {
    const id = stringAt(holder, member)
    if (id === undefined) return
    const other = known.get(id)
    if (other === undefined) known.set(id, holder)
    if (other === undefined || other === holder) return
    const places = [other, holder].map((one) => reading.whereabouts.place(one, member))
    const [first, second] = places.sort((a, b) => a.line - b.line)
    if (first !== undefined) reading.reporter.report('duplicate-id', second, { member, id, line: first.line })
  }

  function messagesOf(value: JsonTree | undefined): JsonObject[] {
    const message = reading.references.follow(value)
    if (!isObject(message)) return []
    return isArray(message['oneOf']) ? message['oneOf'].flatMap(messagesOf) : [message]
  }
}
