/** Each table, and each column with its type and what else is to be said of it. The migration and the check are made of it. */
export const tables: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  // One row. Whoever changes which subscriptions exist counts it up; see distribute().
  topology: {
    single: ['boolean', 'PRIMARY KEY DEFAULT true CHECK (single)'],
    version: ['integer', 'NOT NULL'],
    changes: ['bigint', 'NOT NULL DEFAULT 0'],
  },
  // What was published. Kept until every subscription is done with it, and then for as long as the retention says.
  messages: {
    position: ['bigint', 'GENERATED ALWAYS AS IDENTITY PRIMARY KEY'],
    published_at: ['timestamp with time zone', 'NOT NULL DEFAULT clock_timestamp()'],
    application: ['text', "NOT NULL DEFAULT ''"],
    address: ['text', "NOT NULL CHECK (address <> '')"],
    key: ['text', ''],
    // Of what an outbox recorded, for a relay to carry on: what its order goes by, whose it is, by which transport.
    lane: ['text', ''],
    outbox: ['text', ''],
    server: ['text', ''],
    // The family of its address, and what the contract's bindings say, for that transport.
    way: ['json', ''],
    specversion: ['text', "NOT NULL DEFAULT '1.0'"],
    id: ['text', "NOT NULL DEFAULT gen_random_uuid()::text CHECK (id <> '')"],
    source: ['text', "NOT NULL CHECK (source <> '')"],
    type: ['text', "NOT NULL CHECK (type <> '')"],
    subject: ['text', ''],
    time: ['text', ''],
    datacontenttype: ['text', ''],
    dataschema: ['text', ''],
    extensions: ['json', "NOT NULL DEFAULT '{}' CHECK (json_typeof(extensions) = 'object')"],
    headers: ['json', "CHECK (json_typeof(headers) = 'object')"],
    data: ['bytea', ''],
    traceparent: ['text', ''],
    tracestate: ['text', ''],
  },
  subscriptions: {
    id: ['integer', 'GENERATED ALWAYS AS IDENTITY PRIMARY KEY'],
    application: ['text', "NOT NULL DEFAULT ''"],
    name: ['text', "NOT NULL CHECK (name <> '')"],
    ordering: ['text', "NOT NULL CHECK (ordering IN ('none', 'per-key'))"],
    types: ['text[]', 'NOT NULL'],
    // It takes what the application's outbox recorded, and nothing else does.
    relays: ['boolean', 'NOT NULL DEFAULT false'],
    created_at: ['timestamp with time zone', 'NOT NULL DEFAULT now()'],
  },
  // Where a subscription's messages come from: an address, or a pattern for a family of them.
  sources: {
    subscription: ['integer', 'NOT NULL'],
    application: ['text', "NOT NULL DEFAULT ''"],
    address: ['text', 'NOT NULL'],
    pattern: ['text', ''],
  },
  // What a subscription is not done with, waiting or held. What is in a lane goes one after the other; '' is none.
  queue: {
    subscription: ['integer', 'NOT NULL'],
    position: ['bigint', 'NOT NULL'],
    lane: ['text', `COLLATE "C" NOT NULL DEFAULT ''`],
    free_at: ['timestamp with time zone', "NOT NULL DEFAULT '-infinity'"],
    token: ['uuid', ''],
    deliveries: ['integer', 'NOT NULL DEFAULT 0'],
    redrives: ['integer', 'NOT NULL DEFAULT 0'],
  },
  // What was handled in a transaction of the application's, so that a repetition has no second effect.
  inbox: {
    application: ['text', 'NOT NULL'],
    subscription: ['text', 'NOT NULL'],
    source: ['text', 'NOT NULL'],
    id: ['text', 'NOT NULL'],
    handled_at: ['timestamp with time zone', 'NOT NULL DEFAULT now()'],
  },
  dead_letters: {
    id: ['bigint', 'GENERATED ALWAYS AS IDENTITY PRIMARY KEY'],
    subscription: ['integer', 'NOT NULL'],
    position: ['bigint', 'NOT NULL'],
    lane: ['text', `COLLATE "C" NOT NULL DEFAULT ''`],
    reason: ['text', 'NOT NULL'],
    error: ['json', 'NOT NULL'],
    attempts: ['integer', 'NOT NULL'],
    redeliveries: ['integer', ''],
    first_attempt_at: ['timestamp with time zone', ''],
    last_attempt_at: ['timestamp with time zone', ''],
    parked_at: ['timestamp with time zone', 'NOT NULL'],
    parks_lane: ['boolean', 'NOT NULL'],
    redrives: ['integer', 'NOT NULL'],
  },
}

type Column = readonly [type: string, rest: string]

/** By name, what stands after `ON schema.table`; unique where it says so. */
export const indexes: readonly Index[] = [
  { name: 'subscriptions_name', unique: true, table: 'subscriptions', columns: '(application, name)' },
  { name: 'sources_address', unique: true, table: 'sources', columns: '(application, address, subscription)' },
  { name: 'sources_subscription', unique: false, table: 'sources', columns: '(subscription)' },
  // No other has the subscription: whatever the planner believes of the queue, it finds a claim's order in this one.
  { name: 'queue_lane', unique: true, table: 'queue', columns: '(subscription, lane, position)' },
  { name: 'queue_position', unique: false, table: 'queue', columns: '(position)' },
  { name: 'inbox_event', unique: true, table: 'inbox', columns: '(application, subscription, source, id)' },
  { name: 'inbox_handled_at', unique: false, table: 'inbox', columns: '(handled_at)' },
  { name: 'dead_letters_position', unique: false, table: 'dead_letters', columns: '(position)' },
  { name: 'dead_letters_subscription', unique: false, table: 'dead_letters', columns: '(subscription, id)' },
  {
    name: 'dead_letters_parked',
    unique: false,
    table: 'dead_letters',
    columns: '(subscription, lane) WHERE parks_lane',
  },
]

interface Index {
  readonly name: string
  readonly unique: boolean
  readonly table: string
  readonly columns: string
}
