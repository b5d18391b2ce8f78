import { claiming } from './claim.js'
import { takersOf } from './fan-out.js'
import { inserting } from './message-row.js'
import { type Names, quoteText } from './names.js'
import { settling } from './settle.js'

/**
 * SQL that makes the functions, the trigger and the views anew.
 *
 * - `distribute` puts each message that is inserted, by whomever, into the queue of every subscription that takes it,
 *   in the transaction that inserts it. The shared lock keeps new subscriptions out until that commits: one that was
 *   declared before never misses it. A transaction that sees an old snapshot for all its life is refused (40001) when
 *   subscriptions changed meanwhile, as it would be by any other concurrent change, and tries again. It acts for the
 *   schema's owner, so that whoever publishes needs no right but to insert messages.
 * - `tell_all` tells every intake to look whether its subscription is still there, when some are removed by hand.
 * - `event` is a message as a structured CloudEvent.
 * - `publish` takes a structured CloudEvent from programs that know nothing of us.
 *
 * Those of `message-row.ts`, `claim.ts` and `settle.ts` hold statements that are run for every event.
 */
export const functions = (names: Names, schema: string): string => `
CREATE OR REPLACE FUNCTION ${names.schema}.distribute() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $tidings$
DECLARE
  takers text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${names.lock});
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    PERFORM FROM ${names.topology} FOR SHARE;
  END IF;
  WITH queued AS (
    INSERT INTO ${names.queue} (subscription, position, lane)${takersOf(names, 'published')}
    RETURNING subscription
  )
  SELECT string_agg(DISTINCT subscription::text, ',') INTO takers FROM queued;
  IF takers IS NOT NULL THEN
    PERFORM pg_notify(${quoteText(schema)}, CASE WHEN octet_length(takers) < 8000 THEN takers ELSE '' END);
  END IF;
  RETURN NULL;
END
$tidings$;

CREATE OR REPLACE TRIGGER distribute AFTER INSERT ON ${names.messages}
  REFERENCING NEW TABLE AS published FOR EACH STATEMENT EXECUTE FUNCTION ${names.schema}.distribute();

CREATE OR REPLACE FUNCTION ${names.schema}.tell_all() RETURNS trigger LANGUAGE plpgsql AS $tidings$
BEGIN
  PERFORM pg_notify(${quoteText(schema)}, '');
  RETURN NULL;
END
$tidings$;

CREATE OR REPLACE TRIGGER removed AFTER DELETE OR TRUNCATE ON ${names.subscriptions}
  FOR EACH STATEMENT EXECUTE FUNCTION ${names.schema}.tell_all();

CREATE OR REPLACE FUNCTION ${names.schema}.event(message ${names.messages}) RETURNS json LANGUAGE plpgsql STABLE AS $tidings$
DECLARE
  members text;
  content text;
BEGIN
  SELECT string_agg(to_json(name)::text || ':' || value, ',') INTO members FROM (
    SELECT * FROM (VALUES
      ('specversion', to_json(message.specversion)::text), ('id', to_json(message.id)::text),
      ('source', to_json(message.source)::text), ('type', to_json(message.type)::text),
      ('subject', to_json(message.subject)::text), ('time', to_json(message.time)::text),
      ('datacontenttype', to_json(message.datacontenttype)::text), ('dataschema', to_json(message.dataschema)::text),
      ('messageheaders', CASE WHEN message.extensions->'messageheaders' IS NULL THEN to_json(message.headers::text)::text END)
    ) AS attribute(name, value)
    UNION ALL
    SELECT key, value::text FROM json_each(message.extensions)
  ) AS attribute WHERE value IS NOT NULL;
  IF message.data IS NULL THEN
    RETURN '{' || members || '}';
  END IF;
  BEGIN
    content := convert_from(message.data, 'UTF8');
    IF coalesce(message.datacontenttype, 'application/json') ~* '^[^;]+[/+]json[[:space:]]*(;|$)' THEN
      RETURN '{' || members || ',"data":' || content || '}';
    ELSIF message.datacontenttype ~* '^text/' THEN
      RETURN '{' || members || ',"data":' || to_json(content)::text || '}';
    END IF;
  EXCEPTION WHEN data_exception THEN
    NULL;
  END;
  RETURN '{' || members || ',"data_base64":"' || replace(encode(message.data, 'base64'), E'\\n', '') || '"}';
END
$tidings$;

CREATE OR REPLACE FUNCTION ${names.schema}.publish(address text, event json, application text DEFAULT '') RETURNS bigint
LANGUAGE sql AS $tidings$
  INSERT INTO ${names.messages} (
    application, address, key, specversion, id, source, type, subject, time, datacontenttype, dataschema, extensions, data
  )
  SELECT
    publish.application, publish.address, event->>'partitionkey', coalesce(event->>'specversion', '1.0'),
    coalesce(event->>'id', gen_random_uuid()::text), event->>'source', event->>'type', event->>'subject',
    event->>'time', coalesce(event->>'datacontenttype', 'application/json'), event->>'dataschema',
    (SELECT coalesce(json_object_agg(key, value), '{}') FROM json_each(event) WHERE key NOT IN (
      'specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data', 'data_base64'
    )),
    CASE
      WHEN event->>'data_base64' IS NOT NULL THEN decode(event->>'data_base64', 'base64')
      WHEN coalesce(event->>'datacontenttype', 'application/json') ~* '^[^;]+[/+]json[[:space:]]*(;|$)'
        THEN convert_to((event->'data')::text, 'UTF8')
      ELSE convert_to(event->>'data', 'UTF8')
    END
  RETURNING position
$tidings$;

CREATE OR REPLACE VIEW ${names.schema}.events AS
  SELECT m.position, m.published_at, m.application, m.address, m.key, m.type, m.source, m.id,
         ${names.schema}.event(m) AS event
  FROM ${names.messages} m;

CREATE OR REPLACE VIEW ${names.schema}.dead_events AS
  SELECT s.application, s.name AS subscription, d.id AS dead_letter, d.reason, d.error, d.attempts, d.redeliveries, d.redrives,
         d.first_attempt_at, d.last_attempt_at, d.parked_at, m.address, m.key, m.type, m.source, m.id,
         ${names.schema}.event(m) AS event
  FROM ${names.deadLetters} d
  JOIN ${names.subscriptions} s ON s.id = d.subscription
  JOIN ${names.messages} m ON m.position = d.position;
${inserting(names)}${claiming(names)}${settling(names)}`
