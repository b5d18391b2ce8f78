export type { Approximation } from './approximation.js'
export { describeSchema } from './describe-schema.js'
export { printDeclaration, printType } from './print-type.js'
export type { TypeContext } from './type-context.js'
