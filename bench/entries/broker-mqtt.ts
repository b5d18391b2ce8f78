import { mqtt } from '@tidings/runtime/mqtt'
import { compareWays } from '../brokers/compare-ways.js'
import { byHand } from '../brokers/mqtt/by-hand.js'
import { nest } from '../brokers/mqtt/nest.js'
import { nestPeers } from '../brokers/nest.js'
import { missing, startBroker } from '../brokers/start.js'
import { tidings } from '../brokers/tidings.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'broker-mqtt',
  about: 'events through MQTT by QoS 1, with the broker before each counts as published and until it is handled',
  rounds: 5,
  packages: ['@tidings/runtime', 'mqtt'],
  peers: { ...nestPeers, mqtt: '5.16.0' },
  missing: () => missing('mqtt'),
  async prepare(given) {
    const url = await startBroker('mqtt', given)
    const transport = (prefix: string) => mqtt({ url, prefix })
    return compareWays({ broker: 'MQTT', ways: [...tidings({ transport }), byHand(url), nest(url, given.load)] })
  },
})
