import { type MqttOptions, mqtt } from '@tidings/runtime/mqtt'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { privateBroker, spoiltNetwork } from './means.js'
import { mqttPrograms, removeAll } from './mqtt-programs.js'
import { type SubjectKind, volume } from './subject-kind.js'

const options = {
  // It writes down what it has when it is asked to end.
  durable: true,
  publishTimeoutMs: 3_000,
  // So that a silent connection is noticed within a few seconds.
  keepAliveMs: 2_000,
} satisfies MqttOptions

export const mqttSubject: SubjectKind = {
  title: 'MQTT 5',
  file: 'mqtt',
  isMissing: brokers.mqtt.isMissing,
  note: brokers.mqtt.note,
  async open() {
    const prefix = `conformance-${process.pid}`
    const { url } = brokers.mqtt
    const to = (address: string) => () => mqtt({ ...options, url: address, prefix })
    const { close, ...programs } = await mqttPrograms(url, prefix)
    const own = privateBroker(brokers.mqtt, to)
    const nobody = `mqtt://127.0.0.1:${await freePort()}`
    return {
      subject: {
        transport: to(url),
        ...programs,
        checking: () => mqtt({ ...options, url, prefix, topology: 'check' }),
        refused: [to(nobody)],
        network: spoiltNetwork(url, to),
        broker: own.open,
        limitMs: 60_000,
        volume,
      },
      async close() {
        await own.close()
        await close()
        await removeAll(url, prefix)
      },
    }
  },
}
