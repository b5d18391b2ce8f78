import { parseArgs } from 'node:util'
import { brokers } from '../brokers/brokers.js'
import { isTransportName, type TransportName, transports } from '../prove/transports.js'
import { type Figures, soak } from './run-soak.js'

// npm run soak [-- --transport NAME --events N]: node must have been started with --expose-gc.
const { values } = parseArgs({
  options: { transport: { type: 'string', multiple: true }, events: { type: 'string', default: '1000000' } },
})
const names = values.transport ?? Object.keys(transports)
const events = Number(values.events)

if (!names.every(isTransportName) || !Number.isInteger(events) || events < 1_000) {
  console.error(`expected --transport ${Object.keys(transports).join('|')}, and --events of 1,000 or more`)
  process.exitCode = 2
} else {
  for (const name of names) await run(name)
}

async function run(name: TransportName): Promise<void> {
  const broker = await brokers[name].startPrivate()
  try {
    console.log(`${name}: ${events.toLocaleString('en')} events`)
    const figures = await soak(transports[name](broker.url), events, ({ handled, heapMb, residentMb, perSecond }) =>
      console.log(
        `  ${handled.toLocaleString('en').padStart(9)} handled  ${heapMb.toFixed(1).padStart(6)} MB heap  ` +
          `${residentMb.toFixed(0).padStart(4)} MB resident  ${perSecond.toFixed(0).padStart(6)} a second`,
      ),
    )
    console.log(told(figures))
    if (figures.missing > 0 || !figures.isFlat) process.exitCode = 1
  } finally {
    await broker.remove()
  }
}

function told({ missing, repeated, seconds, isFlat, earlyMb, lateMb }: Figures): string {
  return (
    `  ${missing} missing, ${repeated} times again, ${(events / seconds).toFixed(0)} events a second; heap ` +
    `${earlyMb.toFixed(1)} MB early, ${lateMb.toFixed(1)} MB late: ${isFlat ? 'flat' : 'NOT flat'}`
  )
}
