import { nats } from '@tidings/runtime/nats'
import { systemClock } from '@tidings/runtime/transport'
import { placeAt } from '../stage.js'

// A process of its own, to be killed: takes what it can, tells the ids, and never settles.
const [servers = '', prefix = ''] = process.argv.slice(2)
const transport = nats({ servers, prefix, leaseMs: 2_000 })
const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn: () => {} })
const intake = await connection.open(placeAt({ prefetch: 10 }))
for (;;) {
  const held = await intake.receive(10, new AbortController().signal)
  for (const { message } of held) console.log(message?.attributes.id)
}
