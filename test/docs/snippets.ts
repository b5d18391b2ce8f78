import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { workspaceRoot } from '../workspace-root.js'

/** The pages whose snippets are held to their word. */
export const pages = [
  'README.md',
  'docs/conformance.md',
  'docs/delivery.md',
  'docs/from-other-languages.md',
  'docs/guide.md',
  'docs/kafka.md',
  'docs/mqtt.md',
  'docs/observability.md',
  'docs/outbox.md',
  'docs/postgres.md',
  'docs/nats.md',
  'docs/rabbitmq.md',
  'docs/redis.md',
  'docs/templates.md',
  'docs/testing.md',
  'docs/validate.md',
  'docs/write-a-transport.md',
  'runtime/README.md',
  'templates/README.md',
] as const

/**
 * One fenced block of a page. A comment in the line before it says more of it than a reader needs to see:
 * `<!-- from: path -->` (it stands in that file), `<!-- run -->` (the text block that follows is what it prints),
 * `<!-- given: code -->` (code that it stands upon) or `<!-- edit: path -->` (a change of that file).
 */
export interface Snippet {
  /** `docs/guide.md:12`, the line of its fence. */
  readonly place: string
  readonly language: string
  readonly code: string
  readonly note?: { readonly kind: string; readonly text: string }
}

export async function snippetsOf(page: string): Promise<Snippet[]> {
  const text = await readFile(join(workspaceRoot, page), 'utf8')
  return [...text.matchAll(block)].map(({ index, 1: kind, 2: note, 3: language = '', 4: code = '' }) => {
    const place = `${page}:${lineAt(text, text.indexOf('```', noteEnd(text, index, kind)))}`
    return { place, language, code, ...(kind === undefined ? {} : { note: { kind, text: (note ?? '').trim() } }) }
  })
}

const block = /^(?:<!-- (from|run|given|edit)(?::([\s\S]*?))? ?-->\n)?```(\w+)\n([\s\S]*?)^```$/gm

const noteEnd = (text: string, index: number, kind: string | undefined): number =>
  kind === undefined ? index : text.indexOf('-->', index)

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
