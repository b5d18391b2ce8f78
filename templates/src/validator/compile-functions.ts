import { Ajv, type CodeKeywordDefinition, Name } from './ajv.js'
import { alternativeKeywords } from './keyword/alternative-keywords.js'
import { arrayKeywords } from './keyword/array-keywords.js'
import { callKeyword } from './keyword/call-keyword.js'
import { literalText, type ModuleNames } from './keyword/keyword-context.js'
import { objectKeywords } from './keyword/object-keywords.js'
import { valueKeywords } from './keyword/value-keywords.js'
import { patternOf } from './pattern.js'
import type { PreparedSchema } from './prepare-schema.js'

/** What the machine code of a module refers to outside itself. */
export type Reference =
  | { readonly from: 'runtime'; readonly name: string }
  | { readonly from: 'schema'; readonly name: string }

/** Machine code before its imports are known: `names[i]` stands in the text for `references[i]`. */
export interface Functions {
  /** Top-level declarations in their order: a name, and the text before and after it. */
  readonly declarations: readonly Declaration[]
  readonly references: ReadonlyMap<string, Reference>
  /** Names of the functions, in the order of the schemas. */
  readonly names: readonly string[]
}

export interface Declaration {
  readonly before: string
  readonly name: string
  readonly after: string
}

/**
 * Compiles schemas into functions of one module. A compiler of its own for each module makes the code depend on
 * nothing but these schemas, and costs a tenth of a millisecond.
 */
export function compileFunctions(schemas: readonly PreparedSchema[]): Functions {
  const references = new Map<string, Reference>()
  const known = new Map<string, string>()
  const placeholder = placeholders(JSON.stringify(schemas))
  const refer = (reference: Reference): Name => {
    const key = `${reference.from} ${reference.name}`
    const name = known.get(key) ?? placeholder(references.size)
    known.set(key, name)
    references.set(name, reference)
    return new Name(name)
  }
  const ajv = createAjv({
    runtime: (name) => refer({ from: 'runtime', name }),
    target: (target) =>
      target[0] === 'shared' ? refer({ from: 'schema', name: target[1] }) : new Name(functionName(target[1])),
  })

  const constants = new Map<string, Declaration>()
  const functions = schemas.map((schema, index): Declaration => {
    const source = ajv.compile(schema).source
    const name = functionName(index)
    if (source?.validateName.str !== name) throw new Error(`Ajv named a function ${source?.validateName}, not ${name}`)
    const text = String(source.validateCode)
    for (const value of Object.values(source.scopeValues).flatMap((values) => [...(values ?? [])])) {
      // Ajv offers the whole schema to each function, and ours have no use for it.
      const isUsed = value.prefix !== 'schema' || new RegExp(`\\b${value.str}\\b`).test(text)
      if (!constants.has(value.str) && isUsed) {
        const expression = expressionOf(value.value?.ref, value.value?.code, refer)
        constants.set(value.str, { before: 'const ', name: value.str, after: ` = ${expression}` })
      }
    }
    const start = `function ${name}`
    if (!text.startsWith(start)) throw new Error(`Ajv wrote a function that starts otherwise: ${text.slice(0, 40)}`)
    return { before: 'function ', name, after: text.slice(start.length).trimEnd() }
  })
  return {
    declarations: [...constants.values(), ...functions],
    references,
    names: schemas.map((_, index) => functionName(index)),
  }
}

const functionName = (index: number) => `validate${index}`

/** Names that stand nowhere in the schemas, so that they can be found in the text without reading it. */
function placeholders(text: string): (index: number) => string {
  let mark = '$'
  while (text.includes(`${mark}import`)) mark += '$'
  return (index) => `${mark}import${index}$`
}

function createAjv(names: ModuleNames) {
  const keywords: readonly CodeKeywordDefinition[] = [
    ...valueKeywords(names),
    callKeyword(names),
    ...alternativeKeywords,
    ...arrayKeywords(names),
    ...objectKeywords,
  ]
  const ajv = new Ajv({
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    passContext: true,
    unicodeRegExp: true,
    validateSchema: false,
    validateFormats: false,
    addUsedSchema: false,
    meta: false,
    messages: false,
    logger: false,
    code: { source: true, lines: true, regExp: Object.assign(regExp, { code: 'new RegExp' }) },
  })
  for (const keyword of keywords) {
    ajv.removeKeyword(String(keyword.keyword))
    ajv.addKeyword(keyword)
  }
  return ajv
}

const regExp = (source: string) => patternOf(source) ?? /(?:)/u

function expressionOf(value: unknown, code: unknown, refer: (reference: Reference) => Name): string {
  if (value instanceof RegExp) {
    return `/* @__PURE__ */ new RegExp(${JSON.stringify(value.source)}, ${JSON.stringify(value.flags)})`
  }
  if (typeof value === 'object')
    return typeof code === 'object' && code !== null && 'str' in code ? String(code) : literalText(value)
  if (String(code).includes('ucs2length')) return refer({ from: 'runtime', name: 'ucs2length' }).str
  return String(code)
}
