/** `order.confirmed-v1`, `ORDER_CONFIRMED_V1` and `orderConfirmedV1` are all `OrderConfirmedV1`. Empty where no letter or digit is left. */
export function pascalCase(text: string): string {
  const words = wordsOf(text)
  const shouted = words.some((word) => word.length > 1) && !words.some((word) => /\p{Ll}/u.test(word))
  return words.map((word) => capitalised(shouted ? word.toLowerCase() : word)).reduce(joined, '')
}

/** `OrderConfirmed` is `orderConfirmed`, `HTTPServer` is `httpServer`. */
export function camelCase(text: string): string {
  return pascalCase(text).replace(/^(?:\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}+(?![\p{Ll}])|\p{Lu})/u, (start) =>
    start.toLowerCase(),
  )
}

/** `OrderConfirmedV1` is `order-confirmed-v1`, `HTTPServer` is `http-server`. */
export function kebabCase(text: string): string {
  return wordsOf(text)
    .flatMap((word) => word.split(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u))
    .join('-')
    .toLowerCase()
    .normalize('NFC')
}

/** Runs of letters, marks and digits of any script that may stand in an identifier. */
function wordsOf(text: string): string[] {
  return text.normalize('NFC').match(/(?:(?![_\p{Pc}\p{Cf}])\p{ID_Continue})+/gu) ?? []
}

function capitalised(word: string): string {
  const [first = ''] = word
  const capital = first.toUpperCase()
  return [...capital].length === 1 ? capital + word.slice(first.length) : word
}

/** Numbers that meet are kept apart: `v1.2` is `V1_2`. */
const joined = (before: string, word: string) => before + (/\d$/.test(before) && /^\d/.test(word) ? '_' : '') + word
