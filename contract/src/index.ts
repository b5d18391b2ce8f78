export type { Places } from './contract/places.js'
export type { Audience, Finding, Place, Related, Severity } from './finding/finding.js'
export { type Text, text } from './finding/text.js'
export { type Loaded, type LoadOptions, loadContract } from './load-contract.js'
export { createLoadMemory, type LoadMemory } from './load-memory.js'
export type { Channel, Parameter } from './model/channel.js'
export type { Contract, Perspective } from './model/contract.js'
export type { Bindings, ContractEvent, EventExample, EventKind, Location } from './model/event.js'
export type { Operation, Reply } from './model/operation.js'
export type {
  ExternalDocs,
  Json,
  NamedSchema,
  Origin,
  Schema,
  SchemaMap,
  SchemaObject,
  SchemaType,
} from './model/schema.js'
export type { Server } from './model/server.js'
export { referencedSchema, referenceIn, schemaReference } from './schema/schema-reference.js'
export { type Change, type Edited, editSource } from './source/edit-source.js'
export type { FileAccess } from './source/file-access.js'
export { readPointer, writePointer } from './source/pointer.js'
export { type DataFile, readDataFile } from './source/read-data-file.js'
export type { Source } from './source/source.js'
export { isUnreadableContract, UnreadableContract } from './source/unreadable-contract.js'
