import { named } from '../brokers/compare-ways.js'
import { outboxes } from '../brokers/postgres/outboxes.js'
import { check, passAll, passSingly } from '../brokers/runs.js'
import { missing, startBroker } from '../brokers/start.js'
import { inHand } from '../brokers/way.js'
import { defineEntry } from '../entry.js'
import { Clocked } from '../measure.js'

const count = 1_000
const target = 'by hand 0.9, pg-boss above 1'

export default defineEntry({
  name: 'outbox',
  about: "events committed with a row of the application's in PostgreSQL, and handled by whoever waits for them",
  rounds: 5,
  packages: ['@tidings/runtime', 'pg'],
  peers: { 'pg-boss': '10.4.2' },
  missing: () => missing('postgres'),
  async prepare(given) {
    const ways = outboxes(await startBroker('postgres', given), given.load)
    for (const way of ways) await check(way, 200)
    return [
      {
        title: 'Outbox to handler',
        input: `${count.toLocaleString('en')} transactions of a row and an event each, at most ${inHand} wanted at a time on 10 connections, until all are handled`,
        times: count,
        target,
        warmUps: 3,
        contestants: ways.map((way) => ({
          ...named(way),
          events: count,
          run: async () => new Clocked([await passAll(way, count)]),
        })),
      },
      {
        title: 'Outbox to handler, one',
        input: 'from the beginning of its transaction to the handler, one after the other',
        target,
        warmUps: 3,
        contestants: ways.map((way) => ({
          ...named(way),
          run: async () => new Clocked(await passSingly(way, way.singles ?? 100)),
        })),
      },
    ]
  },
})
