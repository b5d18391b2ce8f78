import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { withPart } from '../../generator/src/fixtures/page.js'
import { corpusFolder } from '../../test/documents/documents.js'
import { workspaceRoot } from '../../test/workspace-root.js'
import { compareCorpus } from './compare-corpus.js'
import { compareMistakes } from './compare-mistakes.js'
import { comparePairs } from './compare-pairs.js'
import { compareTimes } from './compare-times.js'
import { mistakes } from './mistakes.js'
import { readPairs } from './pairs.js'
import { installPeers } from './peers.js'

const page = join(workspaceRoot, 'docs/comparison.md')
const rounds = 3
const names = process.argv.slice(2)
const peers = await installPeers()

/** Each writes the part of the page that has its name. */
const parts: Readonly<Record<string, () => Promise<string>>> = {
  circumstances: async () => circumstances(),
  pairs: () => comparePairs(readPairs(), peers),
  mistakes: () => compareMistakes(mistakes, peers),
  corpus: () => compareCorpus(peers),
  times: () => compareTimes(peers, rounds),
}
const unknown = names.filter((name) => !(name in parts))
if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; expected ${Object.keys(parts).join(', ')}`)

for (const [name, write] of Object.entries(parts)) {
  if (names.length > 0 && !names.includes(name)) continue
  if (name === 'corpus' && corpusFolder === undefined) {
    console.log('corpus: left as it is, since ../shared/corpus is not there')
    continue
  }
  const part = await write()
  writeFileSync(page, withPart(readFileSync(page, 'utf8'), name, part))
  console.log(`${name}:\n\n${part}\n`)
}

function circumstances(): string {
  const { version } = JSON.parse(readFileSync(join(workspaceRoot, 'generator/package.json'), 'utf8'))
  const tools = Object.entries({ tidings: version, ...peers.versions }).map(([name, at]) => `\`${name}\` ${at}`)
  const machine = `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`
  return `On ${new Date().toISOString().slice(0, 10)}: ${tools.join(', ')}; Node ${process.version}; ${machine}.`
}
