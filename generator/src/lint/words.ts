/** The words of a name, in lower case: `OrderConfirmed.v2`, `order_confirmed_v2` and `orderConfirmedV2` are alike. */
export function wordsOf(name: string): string[] {
  return [...name.matchAll(/\p{Lu}{2,}(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}\d]+|\p{Lu}/gu)].map(([word]) =>
    word.toLowerCase(),
  )
}

/** The same without a version at the end. */
export function tellingWords(name: string): string[] {
  const words = wordsOf(name)
  const last = words.findLastIndex((word) => !/^v?\d+$/.test(word))
  return words.slice(0, last + 1)
}

/** The version that a name or type ends with: `OrderConfirmedV2`, `com.acme.order.confirmed.v2`. */
export function versionIn(name: string): number | undefined {
  const found = /(?:[a-z\d]V|[._\-/ ][vV]|^[vV])(\d{1,6})$/.exec(name)
  return found === null ? undefined : Number(found[1])
}

/** Words as a name in capitals: `email sent` gives `EmailSent`. */
export const inPascalCase = (words: readonly string[]): string =>
  words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
