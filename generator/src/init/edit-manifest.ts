/** What to add to a `package.json`. What it has already stays as it is. */
export interface ManifestAdditions {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export type Manifest = Readonly<Record<string, unknown>>

export interface EditedManifest {
  readonly text: string
  /** What was added: `scripts.generate`. */
  readonly added: readonly string[]
}

/** Adds to the text of a `package.json`, and keeps its indentation, its line ends and its order. */
export function editManifest(text: string, manifest: Manifest, additions: ManifestAdditions): EditedManifest {
  const { scripts, dependencies, devDependencies } = additions
  const known = { ...recordOf(manifest['dependencies']), ...recordOf(manifest['devDependencies']) }
  const edited: Record<string, unknown> = { ...manifest }
  const added: string[] = []
  const add = (part: string, entries: Readonly<Record<string, string>>, has: Readonly<Record<string, unknown>>) => {
    const missing = Object.entries(entries).filter(([name]) => !Object.hasOwn(has, name))
    if (missing.length === 0) return
    const all = Object.entries({ ...recordOf(manifest[part]), ...Object.fromEntries(missing) })
    // As package managers order them.
    if (part !== 'scripts') all.sort(([one], [other]) => (one < other ? -1 : 1))
    edited[part] = Object.fromEntries(all)
    added.push(...missing.map(([name]) => `${part}.${name}`))
  }
  add('scripts', scripts, recordOf(manifest['scripts']))
  add('dependencies', dependencies, known)
  add('devDependencies', devDependencies, known)
  return { text: added.length === 0 ? text : write(edited, text), added }
}

/** As an earlier text is written. */
function write(manifest: object, like: string): string {
  const indentation = /^[ \t]+(?=")/m.exec(like)?.[0] ?? '  '
  const lineEnd = like.includes('\r\n') ? '\r\n' : '\n'
  const opening = like.startsWith('\uFEFF') ? '\uFEFF' : ''
  const closing = /\n\s*$/.test(like) ? '\n' : ''
  return `${opening}${JSON.stringify(manifest, null, indentation)}${closing}`.replaceAll('\n', lineEnd)
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
