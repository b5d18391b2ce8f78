import { TopologyMismatch } from '../../error/topology-mismatch.js'
import { addressPattern, isAddressFamily } from '../../transport/match-address.js'
import type { Source, SubscriptionPlace } from '../../transport/place.js'
import { sleep } from '../../transport/sleep.js'
import { type Row, type Session, slowTimeoutMs } from './database.js'
import { takersOf } from './fan-out.js'
import type { Server } from './server.js'

/** A subscription as it is in the tables. */
interface Declared {
  readonly id: number
  readonly order: string
  readonly types: readonly string[]
  readonly sources: readonly string[]
}

/** How long to keep publishers waiting at a time. */
const lockTimeoutMs = 2_000
const lockAttempts = 30

/**
 * Creates the subscriptions that are missing, and adds the sources and types that are. What a subscription has beyond
 * what is asked for stays: an older version of the application may run beside this one. Rejects with all differences.
 */
export async function declare(server: Server, places: readonly SubscriptionPlace[]): Promise<void> {
  const { database, settings } = server
  const found = await Promise.all(places.map(async (place) => ({ place, there: await find(database, server, place) })))
  const differences = found.flatMap(({ place, there }) => differencesOf(place, there, settings.topology === 'create'))
  if (differences.length > 0) throw new TopologyMismatch(differences)
  const lacking = found.filter(({ place, there }) => !isComplete(place, there)).map(({ place }) => place)
  if (lacking.length > 0) await withPublishersKeptOut(server, (session) => addAll(session, server, lacking))
}

/** The subscription's number, its `name` and `application` being unique. */
export async function find(
  session: Session,
  { names, patience }: Server,
  { name, application = '' }: Pick<SubscriptionPlace, 'name' | 'application'>,
): Promise<Declared | undefined> {
  const [row] = await session.query(
    `SELECT s.id, s.ordering, to_json(s.types)::text AS types, (
       SELECT coalesce(json_agg(json_build_array(o.application, o.address)), '[]')::text
       FROM ${names.sources} o WHERE o.subscription = s.id
     ) AS sources
     FROM ${names.subscriptions} s WHERE s.application = $1::text AND s.name = $2::text`,
    [application, name],
    patience,
  )
  return row && read(row)
}

const read = ({ id, ordering, types, sources }: Row): Declared => ({
  id: Number(id),
  order: String(ordering),
  types: JSON.parse(String(types)),
  sources: JSON.parse(String(sources)).map((source: unknown) => JSON.stringify(source)),
})

const keyOf = ({ application = '', address }: Source): string => JSON.stringify([application, address])

const missingSources = (place: SubscriptionPlace, there: Declared | undefined) =>
  place.sources.filter((source) => !there?.sources.includes(keyOf(source)))

const missingTypes = (place: SubscriptionPlace, there: Declared | undefined) =>
  there?.types.length === 0 ? [] : place.types.filter((type) => !there?.types.includes(type))

const isComplete = (place: SubscriptionPlace, there: Declared | undefined): boolean =>
  there !== undefined && missingSources(place, there).length === 0 && missingTypes(place, there).length === 0

function differencesOf(place: SubscriptionPlace, there: Declared | undefined, mayCreate: boolean): readonly string[] {
  const { name, application, order } = place
  const what = `subscription ${name}${application === undefined ? '' : ` of ${application}`}`
  if (there === undefined) return mayCreate ? [] : [`${what} does not exist`]
  const lacks = [
    ...missingSources(place, there).map(({ address }) => `the address ${address}`),
    ...missingTypes(place, there).map((type) => `the type ${type}`),
  ]
  return [
    ...(there.order === order ? [] : [`${what} exists with order ${there.order}, not ${order}`]),
    ...(mayCreate ? [] : lacks.map((lack) => `${what} lacks ${lack}`)),
  ]
}

/**
 * Publishing transactions hold the lock in common until they commit. So once it is ours alone, each of them is either
 * done, and what it published is no business of a new subscription, or will find the new subscription.
 */
export async function withPublishersKeptOut(server: Server, work: (session: Session) => Promise<void>): Promise<void> {
  const { database, names, clock, closing } = server
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(async (session) => {
        await session.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`)
        await session.query(`SELECT pg_advisory_xact_lock(${names.lock})`)
        await session.query(`SET LOCAL lock_timeout = 0`)
        await session.query(`UPDATE ${names.topology} SET changes = changes + 1`)
        await work(session)
      })
    } catch (error) {
      if (Object(error).code !== lockNotAvailable || closing.aborted) throw error
      if (attempt === lockAttempts) {
        throw new Error(
          'cannot add a subscription: a transaction that publishes has been open for too long; look for it in pg_stat_activity',
          { cause: error },
        )
      }
      await sleep(200 * (1 + Math.random()), clock, closing)
    }
  }
}

const lockNotAvailable = '55P03'

async function addAll(session: Session, server: Server, places: readonly SubscriptionPlace[]): Promise<void> {
  for (const place of places) await add(session, server, place)
}

async function add(session: Session, server: Server, place: SubscriptionPlace): Promise<void> {
  const { names } = server
  // Another instance may have been first.
  const there = await find(session, server, place)
  const differences = differencesOf(place, there, true)
  if (differences.length > 0) throw new TopologyMismatch(differences)
  const [row] = await session.query(
    `INSERT INTO ${names.subscriptions} AS s (application, name, ordering, types)
     SELECT $1::text, $2::text, $3::text, array_agg(type) FROM json_array_elements_text($4::json) AS asked(type)
     ON CONFLICT (application, name) DO UPDATE
       SET types = ARRAY (SELECT DISTINCT type FROM unnest(s.types || EXCLUDED.types) AS each(type) ORDER BY type)
     RETURNING id`,
    [place.application ?? '', place.name, place.order, JSON.stringify(place.types)],
  )
  const id = Number(row?.['id'])
  for (const { application = '', address } of missingSources(place, there)) {
    await session.query(
      `INSERT INTO ${names.sources} (subscription, application, address, pattern)
       VALUES ($1::integer, $2::text, $3::text, $4::text)`,
      [id, application, address, isAddressFamily(address) ? addressPattern(address) : null],
    )
  }
  if (there === undefined && place.start !== 'now') await catchUp(session, server, id, place.start)
}

/** What was published before it existed, from its start on. */
export async function catchUp(
  session: Session,
  { names, settings }: Server,
  subscription: number,
  start: 'beginning' | Date,
): Promise<void> {
  const since = start === 'beginning' ? '-infinity' : start.toISOString()
  await session.query(
    `INSERT INTO ${names.queue} (subscription, position, lane)
     SELECT * FROM (${takersOf(names, `(SELECT * FROM ${names.messages} WHERE published_at >= $2::timestamptz)`)}) taken
     WHERE taken.subscription = $1::integer`,
    [subscription, since],
    { timeoutMs: slowTimeoutMs },
  )
  await session.query('SELECT pg_notify($1::text, $2::text)', [settings.schema, String(subscription)])
}
