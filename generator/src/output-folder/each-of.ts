/** How many files are read or written at the same time: enough for a disk, and far below any limit on open files. */
const atOnce = 32

/** Does something with each item, several at a time; the results are in the order of the items. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const rest = items.entries()
  const work = async () => {
    for (const [index, item] of rest) results[index] = await act(item)
  }
  // Nobody works on behind the back of whoever is told of a failure.
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, work))
  const failed = ended.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return results
}
