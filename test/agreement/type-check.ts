import type { Json } from '@tidings/contract'
import ts from 'typescript'

export interface Checked {
  /** What the compiler says of the declarations themselves. */
  readonly problems: readonly string[]
  /** For each value whether it is of its type. */
  readonly verdicts: readonly boolean[]
}

export interface Assignment {
  readonly type: string
  readonly value: Json
}

export interface Module {
  readonly declarations: string
  readonly assignments: readonly Assignment[]
}

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  noEmit: true,
  skipLibCheck: true,
}

/** Assigns each value to its type, as a value and not as a fresh literal, in one run of the compiler for all modules. */
export function checkTypes(modules: readonly Module[], more: ts.CompilerOptions = {}): readonly Checked[] {
  const files = new Map(
    modules.flatMap(({ declarations, assignments }, at) => [
      [`/types-${at}.ts`, declarations] as const,
      [`/values-${at}.ts`, valuesText(at, assignments)] as const,
    ]),
  )
  const program = ts.createProgram([...files.keys()], { ...options, ...more }, createHost(files))
  return modules.map(({ assignments }, at) => {
    const verdicts = assignments.map(() => true)
    for (const diagnostic of diagnosticsOf(program, `/values-${at}.ts`)) {
      const line =
        program.getSourceFile(`/values-${at}.ts`)?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0
      if (line < 1 || line > verdicts.length) throw new Error(textOf(diagnostic))
      verdicts[line - 1] = false
    }
    return { problems: diagnosticsOf(program, `/types-${at}.ts`).map(textOf), verdicts }
  })
}

/** A line for each value, after one for the import. */
function valuesText(at: number, assignments: readonly Assignment[]): string {
  const lines = assignments.map(({ type, value }, index) => {
    const literal = JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
    return `const v${index} = ${literal}${value === null ? '' : ' as const'}; export const t${index}: types.${type} = v${index}`
  })
  return [`import type * as types from './types-${at}.js'`, ...lines].join('\n')
}

function diagnosticsOf(program: ts.Program, file: string): readonly ts.Diagnostic[] {
  const source = program.getSourceFile(file)
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
}

const textOf = ({ messageText }: ts.Diagnostic) => ts.flattenDiagnosticMessageText(messageText, '\n')

function createHost(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  return {
    ...host,
    getCurrentDirectory: () => '/',
    fileExists: (file) => files.has(file) || (!file.startsWith('/types-') && fileExists(file)),
    readFile: (file) => files.get(file) ?? readFile(file),
    getSourceFile(file, languageVersion, ...rest) {
      const text = files.get(file)
      return text === undefined
        ? getSourceFile(file, languageVersion, ...rest)
        : ts.createSourceFile(file, text, languageVersion)
    },
  }
}
