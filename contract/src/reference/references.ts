import type { Reporter } from '../finding/reporter.js'
import { isArray, isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'
import type { SourceFile } from '../source/source-file.js'
import type { Whereabouts } from '../source/whereabouts.js'
import { describeDangling } from './dangling.js'
import type { Library } from './library.js'
import { readReference } from './reference.js'
import { eachReference } from './walk.js'

/** The graph of a document's references, across its files. */
export interface References {
  /** What stands at the end of a reference, through references to references; anything else is returned as it is. */
  follow(value: JsonTree | undefined): JsonTree | undefined
  /** The first thing that a reference leads to, which may be a reference itself. */
  step(reference: JsonObject): JsonTree | undefined
}

export interface ReferenceOptions {
  readonly library: Library
  readonly whereabouts: Whereabouts
  readonly reporter: Reporter
  readonly root: string
}

/**
 * Reads every file that the document refers to and reports the references that lead nowhere, out of the project,
 * or in a circle. What no reference reaches in other files is not looked at.
 */
export async function readReferences(start: SourceFile, options: ReferenceOptions): Promise<References> {
  const { library, whereabouts, reporter } = options
  const targets = new Map<JsonObject, JsonTree>()
  const references: JsonObject[] = []
  const seen = new Set<JsonTree>()
  const opening = new Set<JsonObject>()
  const waiting: JsonTree[] = start.value === undefined ? [] : [start.value]

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const reference of eachReference(next, seen)) {
      references.push(reference)
      const target = await targetOf(reference)
      if (target === undefined) continue
      if (isObject(target) || isArray(target)) waiting.push(target)
    }
  }
  for (const reference of references) reportCycle(reference)

  async function targetOf(reference: JsonObject): Promise<JsonTree | undefined> {
    const known = targets.get(reference)
    // one that is being opened leads through itself, and so nowhere
    if (known !== undefined || opening.has(reference)) return known
    opening.add(reference)
    const target = await open(reference)
    opening.delete(reference)
    if (target !== undefined) targets.set(reference, target)
    return target
  }

  async function open(reference: JsonObject): Promise<JsonTree | undefined> {
    const text = String(reference['$ref'])
    const place = whereabouts.place(reference, '$ref')
    const found = readReference(text, place.file)
    if (found.kind === 'illegal') {
      reporter.report('dangling-reference', place, {
        reference: text,
        why: found.why,
        mend: 'Write it as "#/…" or "path/to/file.yaml#/…".',
      })
      return undefined
    }
    const opened = await library.open(found.kind, found.path)
    if ('refused' in opened) {
      if (opened.refused === 'remote') reporter.report('remote-reference', place, { reference: text })
      else reporter.report('reference-outside-root', place, { reference: text, root: options.root })
      return undefined
    }
    if ('unreadable' in opened) {
      reporter.report('unreadable-reference', place, { reference: text, why: opened.unreadable })
      return undefined
    }
    // its own finding stands in that file already
    if (opened.file.value === undefined) return undefined
    const target = await walkTo(opened.file.value, found.tokens)
    if (target === undefined) {
      const dangling = describeDangling(text, opened.file.value, found.tokens, (passed) => targets.get(passed))
      reporter.report('dangling-reference', place, { reference: text, ...dangling })
    }
    return target
  }

  async function walkTo(value: JsonTree, tokens: readonly string[]): Promise<JsonTree | undefined> {
    let found: JsonTree | undefined = value
    for (const token of tokens) {
      // a pointer may lead through references, into other files too: `#/channels/orders/messages/placed/payload`
      for (let hops = 0; isReference(found) && hops < 100; hops++) found = await targetOf(found)
      found = member(found, token)
      if (found === undefined) return undefined
    }
    return found
  }

  /** One finding for each circle: at the reference that comes first. */
  function reportCycle(reference: JsonObject) {
    const circle: JsonObject[] = []
    for (let at: JsonTree | undefined = reference; isReference(at); at = targets.get(at)) {
      if (circle.includes(at)) {
        if (at !== reference) return
        const key = (member: JsonObject) => JSON.stringify(whereabouts.place(member))
        if (circle.some((member) => key(member) < key(reference))) return
        const place = whereabouts.place(reference, '$ref')
        return reporter.report('reference-cycle', place, { reference: String(reference['$ref']) })
      }
      circle.push(at)
    }
  }

  return {
    step: (reference) => targets.get(reference),
    follow(value) {
      const passed = new Set<JsonTree>()
      let at: JsonTree | undefined = value
      while (isReference(at)) {
        if (passed.has(at)) return undefined
        passed.add(at)
        at = targets.get(at)
      }
      return at
    },
  }
}

export function isReference(value: JsonTree | undefined): value is JsonObject {
  return isObject(value) && typeof value['$ref'] === 'string'
}

function member(value: JsonTree | undefined, token: string): JsonTree | undefined {
  if (isArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined
  return isObject(value) ? value[token] : undefined
}
