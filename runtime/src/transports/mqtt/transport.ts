import type { ConnectOptions, Transport } from '../../transport/transport.js'
import { openConnection } from './connection.js'
import { mqttFeatures } from './features.js'
import { type MqttOptions, settingsOf } from './options.js'

/**
 * Carries events by MQTT 5, of Mosquitto 2.0 or newer. Needs the package `mqtt-packet`.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: mqtt({ url: 'mqtts://mqtt.example' }) })
 * ```
 */
export function mqtt(options: MqttOptions = {}): Transport {
  const settings = settingsOf(options)
  return {
    name: 'mqtt',
    features: mqttFeatures(settings),
    connect: (connectOptions: ConnectOptions) => openConnection(settings, connectOptions),
  }
}
