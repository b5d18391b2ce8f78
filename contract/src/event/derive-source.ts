/** The CloudEvents `source` of a document without one: its title in kebab-case, as a legal URI reference. */
export function deriveSource(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\p{Surrogate}/gu, '')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.length === 0 ? 'application' : encodeURIComponent(words.join('-'))
}
