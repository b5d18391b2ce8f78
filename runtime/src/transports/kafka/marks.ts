/**
 * What stands beside a committed offset: what came before `reach` was handed out, and is settled unless it is named here
 * with how often it was handed out. It is what a broker keeps for us that counts nothing itself.
 */
export interface Marks {
  /** What comes from here on was never handed out. */
  readonly reach: bigint
  /** By offset. */
  readonly counts: ReadonlyMap<bigint, number>
  /** Whether the subscription asked for order per key; `undefined` where somebody else committed. */
  readonly order: 'none' | 'per-key' | undefined
}

/** As many are written at most: the broker takes 4,096 bytes (`offset.metadata.max.bytes`). */
export const mostMarks = 300

/** `t1k 2s 0.1 b.3`: version and order, how far it reaches, and each offset (from the one before) with its count. */
export function writeMarks(committed: bigint, { reach, counts, order }: Marks): string {
  let before = committed
  const written = [...counts]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([offset, count]) => {
      const text = `${(offset - before).toString(36)}.${count.toString(36)}`
      before = offset
      return text
    })
  const far = reach > committed ? reach - committed : 0n
  return [`t1${order === 'per-key' ? 'k' : 'n'}`, far.toString(36), ...written].join(' ')
}

export function readMarks(committed: bigint, metadata: string | null | undefined): Marks {
  const [head = '', far = '0', ...written] = (metadata ?? '').split(' ')
  const kind = /^t1([kn])$/.exec(head)?.[1]
  if (kind === undefined) return { reach: committed, counts: new Map(), order: undefined }
  const counts = new Map<bigint, number>()
  let offset = committed
  for (const text of written) {
    const [distance = '0', count = '1'] = text.split('.')
    offset += bigintOf(distance)
    counts.set(offset, Number.parseInt(count, 36))
  }
  return { reach: committed + bigintOf(far), counts, order: kind === 'k' ? 'per-key' : 'none' }
}

/** Distances are small: what is not settled is never far from what is committed. */
const bigintOf = (text: string): bigint => BigInt(Number.parseInt(text, 36) || 0)
