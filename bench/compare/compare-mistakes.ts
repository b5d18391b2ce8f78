import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../../generator/src/fixtures/page.js'
import { type Told, toldByPeer, toldByTidings } from './inspect-documents.js'
import type { Mistake } from './mistakes.js'
import type { Peers } from './peers.js'

type Inspect = (file: string, folder: string) => Promise<readonly Told[]>

/** The table of documents with one mistake each. */
export async function compareMistakes(mistakes: readonly Mistake[], peers: Peers): Promise<string> {
  const ours = await foundIn(mistakes, toldByTidings)
  const theirs = await foundIn(mistakes, (file, folder) => toldByPeer(file, folder, peers))
  const rows = mistakes.map(({ what }, at) => [what, ours[at] ?? '', theirs[at] ?? ''])
  const seen = (cells: readonly string[]) => String(cells.filter((cell) => cell !== nothing).length)
  const seenRow = [`**seen, of ${mistakes.length}**`, seen(ours), seen(theirs)]
  return table(['mistake', '`tidings lint`', '`asyncapi validate`'], [...rows, seenRow])
}

/** What `tidings lint` says of each that it does not say of the sound document. */
export const mistakesFoundByTidings = (mistakes: readonly Mistake[]): Promise<readonly string[]> =>
  foundIn(mistakes, toldByTidings)

const nothing = '–'

async function foundIn(mistakes: readonly Mistake[], inspect: Inspect): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'))
  const file = join(folder, 'asyncapi.yaml')
  const read = (text: string) => {
    writeFileSync(file, text)
    return inspect(file, folder)
  }
  try {
    const known = new Map<string, ReadonlySet<string>>()
    const found: string[] = []
    for (const { right, wrong } of mistakes) {
      const before = known.get(right) ?? new Set((await read(right)).map(({ rule }) => rule))
      known.set(right, before)
      found.push(counted((await read(wrong)).filter(({ rule }) => !before.has(rule))))
    }
    return found
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function counted(told: readonly Told[]): string {
  const times = new Map<string, number>()
  for (const { severity, rule } of told) times.set(`${severity} ${rule}`, (times.get(`${severity} ${rule}`) ?? 0) + 1)
  return [...times].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`)).join(', ') || nothing
}
