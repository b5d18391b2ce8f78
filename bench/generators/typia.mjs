// Compiles modules with typia's transform: what its plugin for the compiler does, without patching one.
import ts from 'typescript'
import transform from 'typia/lib/transform'

const [outDir, rootDir, ...files] = process.argv.slice(2)
const { ScriptTarget, ModuleKind, ModuleResolutionKind } = ts
const program = ts.createProgram(files.length > 0 ? files : ts.sys.readDirectory(rootDir, ['.ts']), {
  target: ScriptTarget.ES2022,
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.Bundler,
  strict: true,
  skipLibCheck: true,
  types: [],
  rootDir,
  outDir,
})
const wrong = []
const before = [transform(program, {}, { addDiagnostic: (diagnostic) => wrong.push(diagnostic) })]
const { diagnostics } = program.emit(undefined, undefined, undefined, undefined, { before })
for (const { messageText } of [...diagnostics, ...wrong]) throw new Error(JSON.stringify(messageText))
