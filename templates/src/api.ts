/**
 * What templates are made of, ours and yours alike.
 *
 * @module
 */
export { type EventFamily, eventFamilies } from './naming/event-family.js'
export { type EventNames, type Names, nameContract, type SchemaNames } from './naming/names.js'
export * from './output/index.js'
export type { Note } from './template/note.js'
export { defineTemplate, type Sdk, type Template } from './template/template.js'
export { describeSchema, printDeclaration, printType, type TypeContext } from './types/index.js'
