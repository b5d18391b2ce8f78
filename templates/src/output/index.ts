export {
  type Code,
  type CodeTag,
  code,
  declared,
  either,
  type Hole,
  identifier,
  imported,
  indented,
  isEmpty,
  join,
  list,
  nothing,
  specifier,
} from './code.js'
export { continued } from './continued.js'
export { comment, doc, type Tag, tag } from './doc.js'
export { isPortableFileName } from './file-name.js'
export { isIdentifierName } from './identifier.js'
export { literal, objectLiteral } from './literal.js'
export type { Binding } from './named-bindings.js'
export { compareSpecifiers } from './order.js'
export { type Output, OutputFolder, type OutputFolderOptions, UnwritablePath } from './output.js'
export { OutputFile, type OutputFileOptions } from './output-file.js'
export { printCode } from './print-code.js'
export { reexport } from './reexport.js'
export type { ImportExtension } from './specifier.js'
export { literalKey, propertyName, string } from './text.js'
export { typeArguments, typeLiteral, union, unionArgument } from './union.js'
