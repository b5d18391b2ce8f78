import { type Code, type CodePart, code, type Import, specifier } from './code.js'
import { namedBindings } from './named-bindings.js'
import { compareNames, compareSpecifiers } from './order.js'
import type { Scope } from './print-code.js'
import { type ImportExtension, specifierTo } from './specifier.js'

/** What a file imports, and by which names. */
export interface Imports extends Scope {
  /** The import statements; empty where there are none. */
  readonly statements: Code
}

/** Collects what `pieces` refer to, sorted and merged as our formatter does. */
export function collectImports(pieces: readonly Code[], file: string, extension: ImportExtension): Imports {
  const declaredNames = new Set<string>()
  const found = new Map<string, Map<string, Import>>()
  walk(
    pieces.flatMap(({ parts }) => parts),
    (part) => {
      if ('declares' in part) declaredNames.add(part.declares)
      else if (part.module !== file) {
        const names = found.get(part.module) ?? new Map<string, Import>()
        const before = names.get(part.name)
        names.set(part.name, { ...part, type: part.type && (before?.type ?? true) })
        found.set(part.module, names)
      }
    },
  )

  const specifiers = new Map<string, string>()
  const specifierOf = (module: string) => {
    const known = specifiers.get(module) ?? specifierTo(module, file, extension)
    specifiers.set(module, known)
    return known
  }
  const modules = [...found.keys()].sort((a, b) => compareSpecifiers(specifierOf(a), specifierOf(b)))
  const taken = new Set(declaredNames)
  const localNames = new Map<string, string>()
  for (const module of modules) {
    for (const name of [...(found.get(module)?.keys() ?? [])].sort(compareNames)) {
      let local = name
      while (taken.has(local)) local += '_'
      taken.add(local)
      localNames.set(keyOf(module, name), local)
    }
  }
  const nameOf = ({ module, name }: Import) => localNames.get(keyOf(module, name)) ?? name

  const statements = modules.map((module) => {
    const bindings = [...(found.get(module)?.values() ?? [])].map((each) => ({ ...each, as: nameOf(each) }))
    return code`${namedBindings('import', bindings)} from ${specifier(module)}`
  })
  return { statements: code`${statements}`, nameOf, specifierOf }
}

function walk(
  parts: readonly CodePart[],
  visit: (part: Exclude<CodePart, string> & ({ declares: string } | Import)) => void,
) {
  for (const part of parts) {
    if (typeof part === 'string' || 'specifier' in part) continue
    if ('parts' in part) walk(part.parts, visit)
    else if ('oneLine' in part) walk(part.oneLine, visit)
    else visit(part)
  }
}

const keyOf = (module: string, name: string) => `${module}\n${name}`
