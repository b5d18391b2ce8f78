import { pascalCase } from './casing.js'

/**
 * A type name for each name of a contract, not yet unique. A Java class (`com.acme.OrderPlaced`,
 * `com.acme.Order$Item`) goes by its last part, with as many of those before as tell it from the others.
 */
export function readableNames(names: Iterable<string>, nameless: string): ReadonlyMap<string, string> {
  const parts = new Map([...new Set(names)].map((name) => [name, classParts(name) ?? [name]]))
  const lengths = new Map([...parts.keys()].map((name) => [name, 1]))
  const shown = (name: string) => pascalCase((parts.get(name) ?? []).slice(-(lengths.get(name) ?? 1)).join(' '))

  for (let longer = true; longer; ) {
    longer = false
    for (const group of groupedBy(parts.keys(), shown)) {
      if (group.length === 1) continue
      for (const name of group) {
        const length = lengths.get(name) ?? 1
        if (length >= (parts.get(name)?.length ?? 1)) continue
        lengths.set(name, length + 1)
        longer = true
      }
    }
  }
  return new Map([...parts.keys()].map((name) => [name, startingWithLetter(shown(name), nameless)]))
}

/** The parts of a Java class name: a package in lower case, then a capital. */
function classParts(name: string): string[] | undefined {
  return /^(?:[\p{Ll}_][\p{L}\d_]*\.)+\p{Lu}[\p{L}\d_$.-]*$/u.test(name)
    ? name.split(/[.$]/).filter((part) => pascalCase(part) !== '')
    : undefined
}

function startingWithLetter(name: string, nameless: string): string {
  if (name === '') return `Unnamed${nameless}`
  return /^[\p{ID_Start}]/u.test(name) ? name : nameless + name
}

function groupedBy(names: Iterable<string>, keyOf: (name: string) => string): string[][] {
  const groups = new Map<string, string[]>()
  for (const name of names) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name])
  return [...groups.values()]
}
