/** The lines that a table of a page has, with those of this run in the place of their like, and new ones at its end. */
export function withLines(
  part: string,
  lines: readonly (readonly [title: string, ours: string, others: string])[],
): readonly (readonly string[])[] {
  const standing = part.split('\n').flatMap((line) => (line.startsWith('| ') ? [cellsOf(line)] : []))
  // The first two are its head.
  const byTitle = new Map(standing.slice(2).map((cells) => [cells[0], cells]))
  for (const line of lines) byTitle.set(line[0], [...line])
  return [...byTitle.values()]
}

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
