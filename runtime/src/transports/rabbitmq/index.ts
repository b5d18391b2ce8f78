export type { RabbitmqOptions } from './options.js'
export { rabbitmq } from './transport.js'
