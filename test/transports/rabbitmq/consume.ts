import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { systemClock } from '@tidings/runtime/transport'
import { placeAt } from '../stage.js'

// A process of its own, to be killed: takes what it can, tells the ids, and never settles.
const [url = '', prefix = ''] = process.argv.slice(2)
const transport = rabbitmq({ url, prefix })
const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn: () => {} })
const intake = await connection.open(placeAt({ prefetch: 10 }))
for (;;) {
  const held = await intake.receive(10, new AbortController().signal)
  for (const { message } of held) console.log(message?.attributes.id)
}
