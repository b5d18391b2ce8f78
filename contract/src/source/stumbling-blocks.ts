/**
 * Names on which `@asyncapi/parser` 3.6 throws, or which it takes for what every object inherits: those of
 * `Object.prototype`; and what stands for each in a tamed text (see `tame`).
 */
export const stumblingBlocks = new Map(
  Object.getOwnPropertyNames(Object.prototype).map((name) => [name, `xx${name.slice(2)}`]),
)

/** A message about the tamed text, in the words of the text itself. */
export function untame(message: string): string {
  let words = message
  for (const [name, tameName] of stumblingBlocks) words = words.replaceAll(tameName, name)
  return words
}
