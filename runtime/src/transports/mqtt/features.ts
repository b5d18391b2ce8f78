import type { Features } from '../../transport/features.js'
import type { MqttSettings } from './options.js'

export const mqttFeatures = ({ durable, maxPayload }: Pick<MqttSettings, 'durable' | 'maxPayload'>): Features => ({
  durable,
  shared: true,
  competing: true,
  orderPerKey: true,
  start: ['now'],
  wildcards: true,
  nativeDeliveryCount: false,
  extendLease: true,
  delayedReturn: true,
  redrive: true,
  parkKey: false,
  transactions: false,
  deduplicates: false,
  maxPayload,
  why: {
    ...(!durable && {
      durable:
        'An MQTT broker does not tell whether it stores what it confirms; say `durable: true` where it does, as Mosquitto ' +
        'with `persistence true` that is ended by SIGTERM.',
    }),
    start: 'MQTT keeps no history: a subscription gets what is published after it was made.',
    nativeDeliveryCount:
      'MQTT tells that a message may have been handed out before, not how often; what kills its process is handed out ' +
      'again until a handler catches it, or somebody takes it out.',
    parkKey:
      'MQTT cannot set aside the messages of one key for as long as a dead letter waits; its later events go on, and a ' +
      'handler that needs the earlier one can fail until that is redriven.',
    transactions: 'MQTT takes part in no transaction of a database; an outbox records events in yours.',
    deduplicates:
      'MQTT recognises no event that is published again; an inbox does, or a handler that bears repetition.',
  },
})
