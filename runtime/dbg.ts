import { nats } from './src/transports/nats/index.js'
import { systemClock } from './src/transport/clock.js'
import { connect } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
const U = process.argv[2]!
const id = Math.random().toString(36).slice(2,7)
const c = await nats({servers: U, prefix: 'dbg'}).connect({application:'app-'+id, clock: systemClock, warn: console.warn})
const place = {name:'sub', application:'app-'+id, sources:[{address:'notes-'+id}], types:[], order:'none', start:'now', prefetch:10, maxDeliveries:5} as const
await c.declare({subscriptions:[place]})
const intake = await c.open(place)
const out = (n: string) => ({place:{address:'notes-'+id}, key:'a', message:{attributes:{specversion:'1.0',id:n,source:'x',type:'t'} as const, data: new TextEncoder().encode('1')}})
console.log(await c.carry([out('1')]))
setTimeout(async () => {
  const nc = await connect({servers:U}); const jsm = await jetstreamManager(nc)
  for await (const s of jsm.streams.list('dbg.>')) for await (const ci of jsm.consumers.list(s.config.name)) if (s.config.name.includes(id)) console.log(s.config.name, s.state.messages, JSON.stringify(ci, null, 0))
  await nc.close()
}, 1000)
const h1 = await intake.receive(1, AbortSignal.timeout(3000))
console.log('first', h1.length)
await intake.return(h1)
const h2 = await intake.receive(1, AbortSignal.timeout(3000))
console.log('second', h2.length)
console.log(await intake.acknowledge(h1).then(l=>l.length), await intake.acknowledge(h2))
await c.close()
