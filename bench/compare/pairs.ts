import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractOf, type Settings } from '../../generator/src/diff/fixtures/contract-of.js'
import { type Row, readTable } from '../../generator/src/diff/fixtures/read-table.js'

/** Two versions of a contract, and what the change between them means. */
export interface Pair {
  readonly change: string
  readonly before: string
  readonly after: string
  /** Whom it breaks, or puts at risk. */
  readonly breaks: readonly string[]
  readonly risks: readonly string[]
}

/** Changes of our table that teams make, by their names, and their parts where two share one. */
const chosen = [
  ['Objects', 'a required property is added'],
  ['Objects', 'an optional property becomes required'],
  ['Objects', 'a required property becomes optional'],
  ['Objects', 'a required property is taken away'],
  ['Objects', 'a property is renamed'],
  ['Objects', 'an optional property is added'],
  ['Objects', 'an object is closed'],
  ['Objects', 'a closed object gets a property'],
  ['Types', 'another type'],
  ['Types', 'may be null now'],
  ['Types', 'whole numbers become any numbers'],
  ['Fixed values', 'a value is added'],
  ['Fixed values', 'a value is taken away'],
  ['Text', 'shorter'],
  ['Text', 'a pattern is asked for'],
  ['Numbers', 'a least value rises'],
  ['Composition', 'an alternative is added'],
  ['Composition', 'a condition is added'],
  ['Events', 'an event is added'],
  ['Events', 'an event is taken away'],
  ['Events', 'a header is asked for'],
  ['Events', 'another content type'],
  ['Channels', 'another address'],
  ['Channels', 'another topic'],
  ['Operations', 'an operation is turned round'],
  ['Servers', 'a server is taken away'],
  ['Servers', 'another protocol'],
  ['The document', 'deep in a recursive schema'],
  // Written otherwise
  ['Types', 'nullable, written as alternatives'],
  ['Objects', 'properties in another order'],
  ['Objects', 'words only'],
  ['Composition', 'parts are merged'],
  ['Composition', 'alternatives in another order'],
  ['The document', 'another version of the contract'],
  ['The document', 'a reference is inlined'],
  ['The document', 'a message is moved to its channel'],
  ['The document', 'a recursive schema is renamed'],
] as const

/** The pairs that both tools are given: chosen rows of the table of changes, then two rewrites of whole documents. */
export function readPairs(): readonly Pair[] {
  const page = readFileSync(join(import.meta.dirname, '../../generator/src/diff/changes.md'), 'utf8')
  const { base, rows } = readTable(page)
  const ofTable = chosen.map(([part, change]) => {
    const row = rows.find((row) => row.change === change && row.part === part)
    if (row === undefined) throw new Error(`no row "${change}" in the part "${part}" of changes.md`)
    return pairOf(row, change.includes('recursive') ? base : withoutRecursion(base))
  })
  return [...ofTable, ...rewrites()]
}

function pairOf(row: Row, base: object): Pair {
  const textOf = (side: 'before' | 'after') =>
    row.isAboutData ? documentWith(row[side]) : contractOf(base, row[side] as Settings)
  const whom = (verdict: string) =>
    (['forward', 'backward', 'source', 'wire'] as const).filter((a) => row[a] === verdict)
  return {
    change: `${row.part}: ${row.change}`,
    before: textOf('before'),
    after: textOf('after'),
    breaks: whom('breaks'),
    risks: whom('risks'),
  }
}

/** A recursive schema fails the peer, whatever changes: it stays only where the row is about it. */
const withoutRecursion = (base: object): object =>
  JSON.parse(contractOf(base, { 'components.schemas.Line.properties.parts': null }))

const documentWith = (payload: unknown): string =>
  JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Notes', version: '1.0.0' },
    channels: { notes: { address: 'notes', messages: { Noted: { payload } } } },
    operations: {
      tell: { action: 'send', channel: { $ref: '#/channels/notes' } },
      follow: { action: 'receive', channel: { $ref: '#/channels/notes' } },
    },
  })

function rewrites(): readonly Pair[] {
  const order = (name: string) => `asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders: { address: orders, messages: { OrderPlaced: { payload: { $ref: '#/components/schemas/${name}' } } } }
operations:
  tellOfOrders: { action: send, channel: { $ref: '#/channels/orders' } }
components:
  schemas:
    ${name}: { type: object, required: [orderId], properties: { orderId: { type: string } } }
`
  const version2 = `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      operationId: tellOfOrders
      message: { messageId: OrderPlaced, payload: { $ref: '#/components/schemas/Order' } }
components:
  schemas:
    Order: { type: object, required: [orderId], properties: { orderId: { type: string } } }
`
  return [
    { change: 'a schema is renamed', before: order('Order'), after: order('PlacedOrder'), breaks: [], risks: [] },
    { change: 'AsyncAPI 2.6 becomes 3.0', before: version2, after: order('Order'), breaks: [], risks: [] },
  ]
}
