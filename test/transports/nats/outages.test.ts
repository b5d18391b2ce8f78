import { brokers } from '../../brokers/brokers.js'
import { bearsOutages } from '../outages.js'
import { openStage } from './stage.js'

bearsOutages({
  name: 'NATS',
  broker: brokers.nats,
  openStage,
  nobody: { servers: ['nats://mario:secret@127.0.0.1:1'] },
})
