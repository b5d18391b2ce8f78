import { mqtt } from '@tidings/runtime/mqtt'
import { missing, startBroker } from '../brokers/start.js'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-mqtt',
  about: 'what a delivery through MQTT costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 3,
  packages: ['@tidings/runtime', 'mqtt-packet'],
  missing: () => missing('mqtt'),
  async prepare(given) {
    const url = await startBroker('mqtt', given)
    const transport = (prefix: string) => mqtt({ url, prefix })
    return growthOf(
      {
        name: 'MQTT',
        transport,
        inOrder: 'at most 4 under way, one of each session',
        bears: [
          10_000,
          'Mosquitto 2.0.11 sends all that waits at the first acknowledgement (its issue 2301), and beyond 32,768 in a ' +
            'session it looks through its list for longer than we wait for an answer',
        ],
      },
      given,
    )
  },
})
