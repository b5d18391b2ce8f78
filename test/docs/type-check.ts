import { join } from 'node:path'
import ts from 'typescript'
import { workspaceRoot } from './snippets.js'

/**
 * What the compiler says of texts that stand in no file, as if each were a module of the pizzeria's. All of them
 * go through one run.
 */
export function typeCheck(modules: ReadonlyMap<string, string>): string[] {
  const folder = join(workspaceRoot, 'examples/pizzeria/src')
  const names = new Map([...modules.keys()].map((name, index) => [join(folder, `snippet-${index}.ts`), name]))
  const texts = new Map([...modules.values()].map((text, index) => [join(folder, `snippet-${index}.ts`), text]))
  const options = compilerOptions()
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => texts.has(file) || fileExists(file)
  host.readFile = (file) => texts.get(file) ?? readFile(file)
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file)
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version)
  }
  const program = ts.createProgram([...texts.keys()], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const place = file === undefined ? '' : (names.get(file.fileName) ?? file.fileName)
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1
    return `${place} (line ${line}): ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(workspaceRoot, 'tsconfig.base.json')
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, workspaceRoot, file)
  return { ...options, composite: false, incremental: false, declaration: false, noEmit: true }
}
