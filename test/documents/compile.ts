import { dirname, join } from 'node:path'
import ts from 'typescript'
import { workspaceRoot } from '../workspace-root.js'

function strictest(): ts.CompilerOptions {
  const file = join(workspaceRoot, 'test/tsconfig.strictest.json')
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, dirname(file), file)
  return { ...options, customConditions: ['@tidings/source'], skipLibCheck: true, noEmit: true }
}

/** Compiles all files in one run; answers what is wrong with each, by its path. */
export function compile(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const program = ts.createProgram(files, strictest())
  const problems = new Map<string, string[]>()
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const file = diagnostic.file?.fileName ?? ''
    const { line } = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: -1 }
    const message = `${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
    problems.set(file, [...(problems.get(file) ?? []), message])
  }
  return problems
}
