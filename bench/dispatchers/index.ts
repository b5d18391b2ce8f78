export { cqrs } from './cqrs.js'
export { emittery, eventEmitter2, loop, mitt } from './emitters.js'
export { pQueue } from './p-queue.js'
export { tidings, tidingsAsItIs } from './tidings.js'
