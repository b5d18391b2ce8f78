import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { hostile } from '../fixtures/hostile.js'
import { long120 } from '../fixtures/long.js'
import { shop } from '../fixtures/shop.js'
import { writeSdks } from '../fixtures/write-sdk.js'

const workspace = fileURLToPath(new URL('../../..', import.meta.url))

const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['@tidings/source'],
  types: ['node'],
  typeRoots: [join(workspace, 'node_modules/@types')],
  paths: { '@tidings/runtime/sdk/v1': [join(workspace, 'runtime/src/sdk/v1.ts')] },
  noEmit: true,
  declaration: true,
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
  isolatedDeclarations: true,
  erasableSyntaxOnly: true,
}

test('under the strictest settings', async () => {
  const folder = await writeSdks({ shop, hostile, long: long120 })
  const files = ts.sys.readDirectory(folder, ['.ts'])
  const program = ts.createProgram(files, strictest)
  const wrong = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file === undefined || file.fileName.startsWith(folder))
  expect(
    wrong.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  ).toEqual([])
  expect(files.length).toBeGreaterThan(60)
}, 120_000)
