import type { Contract } from '@tidings/contract'

/** The words of a contract's title, for package names: `Mario's Pizzeria` is `marios`, `pizzeria`. */
export function packageName({ title }: Pick<Contract, 'title'>): readonly string[] {
  const words = title
    .normalize('NFKD')
    .replaceAll(/['’\p{M}]/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  const found = (words ?? []).filter((word, at) => at > 0 || /^[a-z]/.test(word)).slice(0, 6)
  return found.length === 0 ? ['contract'] : found
}
