import { isIdentifierName, wordsIn } from '../output/identifier.js'

/** `order.confirmed-v1`, `ORDER_CONFIRMED_V1` and `orderConfirmedV1` are all `OrderConfirmedV1`. Empty where no letter or digit is left. */
export function pascalCase(text: string): string {
  const words = wordsOf(text)
  const shouted = words.length > 1 && !words.some((word) => /\p{Ll}/u.test(word))
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

const wordsOf = (text: string) => wordsIn(text).filter((word) => word !== '')

function capitalised(word: string): string {
  const [first = ''] = word
  const capital = first.toUpperCase()
  return [...capital].length === 1 && isIdentifierName(capital) ? capital + word.slice(first.length) : word
}

/** Numbers that meet are kept apart: `v1.2` is `V1_2`. */
const joined = (before: string, word: string) => before + (/\d$/.test(before) && /^\d/.test(word) ? '_' : '') + word
