import type { Declaration, Functions, Reference } from './functions.js'
import { judge } from './machine/judge.js'
import type { Module, Spot } from './machine/spot.js'
import type { PreparedSchema } from './prepare-schema.js'

/**
 * Compiles schemas into functions of one module, which depends on nothing but them. Each takes a value `v`, whether
 * undeclared properties pass (`t`) and, where somebody asks what is wrong, an array for complaints (`e`) and the pointer
 * to the value (`p`); it answers whether the value is valid.
 */
export function compileFunctions(schemas: readonly PreparedSchema[]): Functions {
  const references = new Map<string, Reference>()
  const known = new Map<string, string>()
  const constants = new Map<string, string>()
  const placeholder = placeholders(JSON.stringify(schemas))
  const refer = (reference: Reference): string => {
    const key = `${reference.from} ${reference.name}`
    const name = known.get(key) ?? placeholder(references.size)
    known.set(key, name)
    references.set(name, reference)
    return name
  }
  let names = 0
  const module: Module = {
    judge: (schema, spot) => judge(schema, spot, module),
    fresh: (prefix) => `${prefix}${names++}`,
    runtime: (name) => refer({ from: 'runtime', name }),
    target: (target) => (target[0] === 'shared' ? refer({ from: 'schema', name: target[1] }) : functionName(target[1])),
    constant(prefix, expression) {
      const name = constants.get(expression) ?? `${prefix}${constants.size}$`
      constants.set(expression, name)
      return name
    },
  }
  const functions = schemas.map((schema, index): Declaration => {
    names = 0
    return {
      before: 'function ',
      name: functionName(index),
      after: `(v,t,e,p){\n${judge(schema, top, module)}return true\n}`,
    }
  })
  return {
    declarations: [...[...constants].map(([expression, name]) => constantOf(name, expression)), ...functions],
    references,
    names: schemas.map((_, index) => functionName(index)),
  }
}

const top: Spot = {
  value: 'v',
  pointer: 'p',
  fail: (complaint) => (complaint === undefined ? 'return false' : `return ${complaint}`),
}

const functionName = (index: number) => `validate${index}`

const constantOf = (name: string, expression: string): Declaration => ({
  before: 'const ',
  name,
  after: ` = ${expression}`,
})

/** Names that stand nowhere in the schemas, so that they can be found in the text without reading it. */
function placeholders(text: string): (index: number) => string {
  let mark = '$'
  while (text.includes(`${mark}import`)) mark += '$'
  return (index) => `${mark}import${index}$`
}
