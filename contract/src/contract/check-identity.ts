import type { Reporter } from '../finding/reporter.js'
import { isArray, isObject, type JsonTree } from '../source/json-tree.js'
import type { SourceFile } from '../source/source-file.js'
import type { Whereabouts } from '../source/whereabouts.js'

export const knownVersions = ['2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0', '2.6.0', '3.0.0', '3.1.0']

/** Whether this is an AsyncAPI document of a version that we read. Nothing else about it is worth saying if not. */
export function checkIdentity({ path, value }: SourceFile, whereabouts: Whereabouts, reporter: Reporter): boolean {
  const top = { file: path, line: 1, column: 1 }
  if (value === null || value === undefined || (isObject(value) && Object.keys(value).length === 0)) {
    reporter.report('empty-document', top, {})
    return false
  }
  const what = foreign(value)
  if (what !== undefined || !isObject(value)) {
    reporter.report('not-asyncapi', top, { what: what ?? 'no map' })
    return false
  }
  const version = value['asyncapi']
  if (typeof version === 'string' && knownVersions.includes(version)) return true
  reporter.report('unknown-version', whereabouts.place(value, 'asyncapi'), {
    version: isObject(version) ? 'a map' : isArray(version) ? 'a list' : JSON.stringify(version ?? null),
    known: knownVersions.join(', '),
    mend: mendFor(version ?? null),
  })
  return false
}

function foreign(value: JsonTree): string | undefined {
  if (isArray(value)) return 'a list'
  if (!isObject(value)) return 'a plain value'
  if ('asyncapi' in value) return undefined
  if ('openapi' in value || 'swagger' in value) return 'an OpenAPI document'
  if ('$schema' in value) return 'a JSON Schema'
  if ('specversion' in value) return 'a CloudEvent'
  return 'a map without "asyncapi"'
}

function mendFor(version: JsonTree): string {
  const text = typeof version === 'string' || typeof version === 'number' ? String(version) : ''
  const near = knownVersions.filter(
    (known) =>
      known.startsWith(`${text.split('.').slice(0, 2).join('.')}.`) ||
      (/^\d$/.test(text) && known.startsWith(`${text}.`)),
  )
  if (typeof version === 'number') return `Write it as text: asyncapi: "${near[0] ?? '3.0.0'}".`
  if (near[0] !== undefined) return `Write "asyncapi: ${near[0]}".`
  if (text.startsWith('1.')) return 'Convert the document to 2.6.0 or 3.0.0 with the AsyncAPI converter.'
  return 'Write "asyncapi: 3.0.0", if the document is written in that version.'
}
