export type { Approximation } from './approximation.js'
export { describeSchema } from './describe-schema.js'
export { printDeclaration, printType, type TypeContext } from './print-type.js'
