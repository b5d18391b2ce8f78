/** The one door to Ajv: its compiler, and the pieces of its code generator that our keywords are made of. */
export { _, Ajv, type CodeKeywordDefinition, type KeywordCxt, Name, nil } from 'ajv'
export { _Code, type Code, getProperty, strConcat } from 'ajv/dist/compile/codegen/code.js'
export { and, not, or } from 'ajv/dist/compile/codegen/index.js'
export { alwaysValidSchema, Type } from 'ajv/dist/compile/util.js'
