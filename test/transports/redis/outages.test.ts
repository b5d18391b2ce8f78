import { brokers } from '../../brokers/brokers.js'
import { bearsOutages } from '../outages.js'
import { openStage } from './stage.js'

bearsOutages({
  name: 'Redis',
  broker: brokers.redis,
  openStage,
  nobody: { url: 'redis://mario:secret@127.0.0.1:1' },
})
