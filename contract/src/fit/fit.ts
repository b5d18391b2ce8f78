import { isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'
import type { Check } from './check.js'
import { checksOf } from './keywords.js'

/** Answers `true` where a value surely fits a schema, and `false` where it does not or we cannot be sure. */
export type Fit = (schema: JsonTree, value: JsonTree) => boolean

export interface FitOptions {
  /** The schema that references of schemas lead into: by pointer, or by the `$id` of one of its `definitions`. */
  readonly root: JsonObject
  /** What a member of a value stands for, such as the end of a reference; nothing where that is not known. */
  follow?(value: JsonTree): JsonTree | undefined
  /** The flags that patterns have. Unless given `u`. */
  readonly flags?: string
  /** What has been found to fit before, which may be true of the same values still. */
  readonly memory?: FitMemory
}

/**
 * By a schema that has a name, the values that surely fit it, whatever stands elsewhere: nothing in them stands for
 * something else. For one `root`, way of following and set of flags.
 */
export type FitMemory = WeakMap<JsonObject, WeakSet<object>>

/** Of a value that is still being judged: whether it was met inside itself. */
type Verdict = boolean | 'open' | 'assumed'

/** Further than this we do not follow schemas into values: whoever judges after us climbs no higher either. */
const depthLimit = 400

/**
 * Judges values by JSON Schema draft-07 as Ajv does, but is ready at once: nothing is compiled, and a schema is read
 * only as far as values ask for it. It says no reason; where it does not say `true`, ask somebody who tells one.
 */
export function createFit({ root, follow = (value) => value, flags = 'u', memory }: FitOptions): Fit {
  const resources = resourcesOf(root)
  const checks = new Map<JsonTree, Check>()
  let isDoubtful = false
  let depth = 0
  /** How often something was judged that what stands elsewhere has a say in. */
  let followed = 0

  const doubt = (): false => {
    isDoubtful = true
    return false
  }
  const ways = new Map<JsonTree, JsonTree>()
  const see = (value: JsonTree | undefined): JsonTree => {
    const seen = value === undefined ? undefined : follow(value)
    if (seen === undefined) doubt()
    else if (seen !== value && value !== undefined) {
      followed++
      ways.set(seen, value)
    }
    return seen ?? null
  }

  function checkOf(schema: JsonTree, base: JsonObject): Check {
    const known = checks.get(schema)
    if (known !== undefined) return known
    const check = makeCheck(schema, base)
    if (typeof schema === 'object') checks.set(schema, check)
    return check
  }

  function makeCheck(schema: JsonTree, base: JsonObject): Check {
    if (schema === true) return () => true
    if (schema === false) return () => false
    // inside a schema with an address of its own, references would lead elsewhere
    if (!isObject(schema) || ('$id' in schema && schema !== base)) return doubt
    const inner = (given: JsonTree): Check => {
      let check: Check | undefined
      return (value) => {
        check ??= checkOf(given, base)
        return check(value)
      }
    }
    const own = checksOf(schema, { inner, see, doubt, flags })
    const reference = schema['$ref']
    const all = typeof reference === 'string' ? [behind(reference, base), ...own] : own
    return (value) => all.every((check) => check(value))
  }

  /** A value is judged once by each schema that has a name, however many ways lead to the two. */
  function behind(reference: string, base: JsonObject): Check {
    const target = find(reference, base)
    if (target === undefined) return doubt
    const verdicts = verdictsOf(target.schema)
    const fitting = memory && isObject(target.schema) ? rememberedIn(memory, target.schema) : undefined
    const judge = (value: JsonTree): boolean => {
      if (depth > depthLimit) return doubt()
      depth++
      const verdict = checkOf(target.schema, target.base)(value)
      depth--
      return verdict
    }
    return (value) => {
      if (typeof value !== 'object' || value === null) return judge(value)
      if (fitting?.has(value)) return true
      const known = verdicts.get(value)
      if (typeof known === 'boolean') {
        followed++
        return known
      }
      if (known !== undefined) {
        // it holds itself; whoever follows references first leaves this one as it is written
        const written = ways.get(value)
        verdicts.set(value, 'assumed')
        return written === undefined ? doubt() : judge(written)
      }
      verdicts.set(value, 'open')
      const [before, wasDoubtful] = [followed, isDoubtful]
      const verdict = judge(value)
      if (!verdict && verdicts.get(value) === 'assumed') doubt()
      verdicts.set(value, verdict)
      if (verdict && followed === before && !isDoubtful && !wasDoubtful) fitting?.add(value)
      return verdict
    }
  }

  const allVerdicts = new Map<JsonTree, Map<JsonTree, Verdict>>()
  function verdictsOf(schema: JsonTree): Map<JsonTree, Verdict> {
    const verdicts = allVerdicts.get(schema) ?? new Map<JsonTree, Verdict>()
    allVerdicts.set(schema, verdicts)
    return verdicts
  }

  function find(reference: string, base: JsonObject): { schema: JsonTree; base: JsonObject } | undefined {
    const [url = '', pointer = ''] = reference.split('#')
    const resource = url === '' ? base : resources.get(url)
    // what goes by a name inside a resource is not looked for
    if (resource === undefined || !/^(?:\/|$)/.test(pointer)) return undefined
    let schema: JsonTree | undefined = resource
    for (const token of pointer.split('/').slice(1)) {
      const key = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
      schema = isObject(schema) ? schema[key] : undefined
    }
    return schema === undefined ? undefined : { schema, base: resource }
  }

  return (schema, value) => {
    isDoubtful = false
    const verdict = checkOf(schema, root)(see(value))
    return verdict && !isDoubtful
  }
}

function rememberedIn(memory: FitMemory, schema: JsonObject): WeakSet<object> {
  const known = memory.get(schema) ?? new WeakSet<object>()
  memory.set(schema, known)
  return known
}

function resourcesOf(root: JsonObject): ReadonlyMap<string, JsonObject> {
  const definitions = isObject(root['definitions']) ? root['definitions'] : {}
  return new Map(
    [root, ...Object.values(definitions)].flatMap((schema): [string, JsonObject][] =>
      isObject(schema) && typeof schema['$id'] === 'string' ? [[schema['$id'].replace(/#$/, ''), schema]] : [],
    ),
  )
}
