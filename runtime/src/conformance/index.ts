export type { Check } from './check.js'
export { conformanceChecks } from './checks/index.js'
export { type CheckOutcome, runCheck } from './run-check.js'
export type { ForeignProgram, Means, OwnBroker, OwnNetwork, Subject, WireForm } from './subject.js'
