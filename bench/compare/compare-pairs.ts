import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diff } from 'tidings'
import { table } from '../../generator/src/fixtures/page.js'
import type { Pair } from './pairs.js'
import type { Peers } from './peers.js'

type Verdict = 'breaking' | 'risk' | 'harmless' | 'unclassified' | 'failed'

interface Said {
  readonly verdict: Verdict
  /** As it stands in the table. */
  readonly text: string
}

interface PeerAnswer {
  readonly changes?: readonly { readonly type: string; readonly path: string }[]
  readonly failure?: string
}

/** The table of pairs, and under it how often each was right. */
export async function comparePairs(pairs: readonly Pair[], peers: Peers): Promise<string> {
  const { stdout } = await peers.program('diff-pairs', [], JSON.stringify(pairs))
  const theirs = (JSON.parse(stdout) as readonly PeerAnswer[]).map(saidByPeer)
  const ours: Said[] = []
  for (const pair of pairs) ours.push(await saidByTidings(pair))
  const rows = pairs.map((pair, at) => [pair.change, meaningOf(pair), ours[at]?.text ?? '', theirs[at]?.text ?? ''])
  return [
    table(['change', 'hurts', '`tidings diff`', '`@asyncapi/diff`'], rows),
    '',
    table(['', '`tidings diff`', '`@asyncapi/diff`'], tallyOf(pairs, [ours, theirs])),
  ].join('\n')
}

export const meaningOf = ({ breaks, risks }: Pair): string =>
  breaks.length > 0 ? breaks.join(', ') : risks.length > 0 ? `${risks.join(', ')} (a risk)` : 'nobody'

/** What `tidings diff --compatibility full` says, without what follows from it for versions. */
export async function saidByTidings({ before, after }: Pair): Promise<Said> {
  const cwd = mkdtempSync(join(tmpdir(), 'tidings-'))
  try {
    writeFileSync(join(cwd, 'before.yaml'), before)
    writeFileSync(join(cwd, 'after.yaml'), after)
    const files = { base: 'before.yaml', head: 'after.yaml', contract: 'after.yaml' }
    const { findings } = await diff({ ...files, cwd, compatibility: 'full' })
    const changes = findings.filter(({ rule }) => rule !== 'new-version-due' && rule !== 'version-not-raised')
    const text = [...new Set(changes.map(({ severity, rule }) => `${severity} ${rule}`))].sort().join(', ') || '–'
    const told = new Set(changes.filter(({ breaks }) => breaks?.length).map(({ severity }) => severity))
    return { verdict: told.has('error') ? 'breaking' : told.has('warning') ? 'risk' : 'harmless', text }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** What the parser adds to a document (`x-parser-…`) is not held against the peer. */
function saidByPeer({ changes = [], failure }: PeerAnswer): Said {
  if (failure !== undefined) return { verdict: 'failed', text: `fails: ${failure}` }
  const types = new Set(changes.filter(({ path }) => !path.includes('/x-parser-')).map(({ type }) => type))
  const told = (['breaking', 'unclassified', 'non-breaking'] as const).filter((type) => types.has(type))
  const [worst = 'non-breaking'] = told
  return { verdict: worst === 'non-breaking' ? 'harmless' : worst, text: told.join(', ') || '–' }
}

function tallyOf(pairs: readonly Pair[], tools: readonly (readonly Said[])[]): readonly (readonly string[])[] {
  const breaking = pairs.map(({ breaks }) => breaks.length > 0)
  const harmless = pairs.map(({ breaks, risks }) => breaks.length + risks.length === 0)
  const line = (of: string, among: readonly boolean[], isSo: (verdict: Verdict) => boolean) => [
    `${of} (of ${among.filter(Boolean).length})`,
    ...tools.map((said) => String(said.filter(({ verdict }, at) => among[at] && isSo(verdict)).length)),
  ]
  return [
    line('breaks called so', breaking, (verdict) => verdict === 'breaking'),
    line('breaks left unclassified', breaking, (verdict) => verdict === 'unclassified'),
    line('breaks missed', breaking, (verdict) => verdict === 'harmless' || verdict === 'risk'),
    line('breaks not compared, by a failure', breaking, (verdict) => verdict === 'failed'),
    line('harmless, and let pass', harmless, (verdict) => verdict === 'harmless'),
    line('harmless, left unclassified', harmless, (verdict) => verdict === 'unclassified'),
    line('harmless, called breaking', harmless, (verdict) => verdict === 'breaking' || verdict === 'risk'),
    line('harmless, not compared, by a failure', harmless, (verdict) => verdict === 'failed'),
  ]
}
