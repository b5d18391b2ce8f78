import { kafka } from '@tidings/runtime/kafka'
import { systemClock } from '@tidings/runtime/transport'
import { idsOf, placeAt } from '../stage.js'

// Takes events and never settles them, telling which; for a process that is killed.
const [url = '', prefix = ''] = process.argv.slice(2)
const connection = await kafka({ brokers: url, prefix, partitions: 3 }).connect({
  application: 'pizzeria',
  clock: systemClock,
  warn: (warning) => console.error(warning.message),
})
const intake = await connection.open(placeAt({ prefetch: 10 }))
for (;;) for (const id of idsOf(await intake.receive(10, new AbortController().signal))) console.log(id)
