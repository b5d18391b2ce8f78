export type { BrokerAddress, KafkaOptions } from './options.js'
export { kafka } from './transport.js'
