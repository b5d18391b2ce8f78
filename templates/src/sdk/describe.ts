import type { ExternalDocs, Origin } from '@tidings/contract'
import { type Tag, tag } from '../api.js'

interface Described {
  readonly title?: string
  readonly summary?: string
  readonly description?: string
}

/** What the contract says of something, as the paragraphs of a doc comment. */
export function descriptionOf({ title, summary, description }: Described): readonly string[] {
  const said = [summary, description].filter((text) => text !== undefined && text.trim() !== '') as string[]
  const spoken = said.length === 0 && title !== undefined ? [title] : said
  return [...new Set(spoken)]
}

/** Where in which file of the contract something stands. */
export const originLine = ({ file, pointer }: Origin): string =>
  `From \`#${pointer}\` of ${file}.`.replaceAll(/\s+/g, ' ')

export const deprecatedTag = ({ deprecated }: { readonly deprecated?: boolean }): Tag | undefined =>
  deprecated ? tag('deprecated') : undefined

export const seeTag = ({ externalDocs }: { readonly externalDocs?: ExternalDocs }): Tag | undefined =>
  externalDocs && tag('see', [externalDocs.url, externalDocs.description].filter(Boolean).join(' '))
