import type { PreparedObject } from '../prepare-schema.js'
import type { Module, Spot } from './spot.js'

/** Statements for one keyword, which is there: they leave the spot where the value violates it. */
export type Check = (schema: PreparedObject, spot: Spot, module: Module) => string

/** Keywords that are looked at together, in this order. */
export type Checks = Readonly<Record<string, Check>>
