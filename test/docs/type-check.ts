import { join, relative } from 'node:path'
import ts from 'typescript'
import { workspaceRoot } from '../workspace-root.js'

const pizzeria = join(workspaceRoot, 'examples/pizzeria')
const folder = join(pizzeria, 'src')

/** What the compiler says of texts that stand in no file, by name, as if each were a module of the pizzeria's. */
export function typeCheckTexts(modules: ReadonlyMap<string, string>): string[] {
  const [names, texts] = [[...modules.keys()], [...modules.values()]]
  const files = new Map(texts.map((text, index) => [join(folder, `snippet-${index}.ts`), text]))
  const places = new Map(names.map((name, index) => [relative(workspaceRoot, [...files.keys()][index] ?? ''), name]))
  const host = ts.createCompilerHost(compilerOptions())
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.readFile = (file) => files.get(file) ?? readFile(file)
  host.getSourceFile = (file, version, ...rest) => {
    const text = files.get(file)
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version)
  }
  return diagnose([...files.keys()], compilerOptions(), host).map((line) =>
    [...places].reduce((told, [file, name]) => told.replace(file, name), line),
  )
}

/** What the compiler says of the pizzeria and its tests when its SDK is the one in that folder. */
export function typeCheckPizzeria(sdk: string): string[] {
  const options = { ...compilerOptions(), paths: { '@mario/pizzeria-events': [join(sdk, 'index.ts')] } }
  const files = ['src', 'test'].flatMap((part) => ts.sys.readDirectory(join(pizzeria, part), ['.ts']))
  return diagnose(files, options, ts.createCompilerHost(options))
}

function diagnose(files: readonly string[], options: ts.CompilerOptions, host: ts.CompilerHost): string[] {
  const program = ts.createProgram(files, options, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start, code, messageText }) => {
    const text = `error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    if (file === undefined) return text
    const { line, character } = file.getLineAndCharacterOfPosition(start ?? 0)
    return `${relative(workspaceRoot, file.fileName)}(${line + 1},${character + 1}): ${text}`
  })
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(workspaceRoot, 'tsconfig.base.json')
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, workspaceRoot, file)
  return { ...options, composite: false, incremental: false, declaration: false, noEmit: true }
}
