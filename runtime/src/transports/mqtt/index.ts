export type { MqttOptions } from './options.js'
export { mqtt } from './transport.js'
