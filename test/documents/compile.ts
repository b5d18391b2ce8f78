import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url))

/** Everything that DESIGN's 'Portable' promises to compile under. */
const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['@tidings/source'],
  types: ['node'],
  typeRoots: [join(workspaceRoot, 'node_modules/@types')],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Compiles all files in one run; answers what is wrong with each, by its path. */
export function compile(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const program = ts.createProgram(files, strictest)
  const problems = new Map<string, string[]>()
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const file = diagnostic.file?.fileName ?? ''
    const { line } = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0) ?? { line: -1 }
    const message = `${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
    problems.set(file, [...(problems.get(file) ?? []), message])
  }
  return problems
}
