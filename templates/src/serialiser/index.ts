export { hasSerialiser, isJson } from './has-serialiser.js'
export { createSerialiserPrinter, type SerialiserPrinter } from './print-serialiser.js'
export { serialisers } from './serialisers.js'
