/** A message with named holes, as in `` text`reference ${'reference'} leads nowhere` ``. */
export interface Text<Hole extends string> {
  (values: Readonly<Record<string, string | number>>): string
  /** The names of the holes, so that a report with a missing one does not compile. */
  readonly holes: readonly Hole[]
}

export function text<const Holes extends readonly string[]>(
  parts: TemplateStringsArray,
  ...holes: Holes
): Text<Holes[number]> {
  const write = (values: Readonly<Record<string, string | number>>) =>
    parts.reduce((written, part, index) => `${written}${values[holes[index - 1] ?? '']}${part}`)
  return Object.assign(write, { holes })
}
