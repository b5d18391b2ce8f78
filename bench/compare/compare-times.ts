import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../../generator/src/fixtures/page.js'
import { corpusFolder } from '../../test/documents/documents.js'
import { workspaceRoot } from '../../test/workspace-root.js'
import { type Contestant, measure } from '../measure.js'
import { type Peers, type Ran, tidings } from './peers.js'

const pizzeria = join(workspaceRoot, 'asyncapi.yaml')
const ofCorpus = (name: string): readonly string[] => (corpusFolder === undefined ? [] : [join(corpusFolder, name)])

/** Whole processes, from their start to their exit status; round after round, each beside the others. */
export async function compareTimes(peers: Peers, rounds: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'))
  try {
    const rows: (readonly string[])[] = []
    const time = async (input: string, commands: Readonly<Record<string, () => Promise<Ran>>>) => {
      const contestants = Object.entries(commands).map(([name, run]): Contestant => ({ name, run }))
      const timings = await measure(contestants, rounds)
      for (const { name, medianMs, fastestMs, ratio } of timings) {
        rows.push([input, name, seconds(medianMs), seconds(fastestMs), ratio.toFixed(2)])
      }
    }
    for (const file of [pizzeria, ...ofCorpus('springwolf-kafka.json')]) {
      await time(inputName(file), {
        '`tidings lint`': () => tidings('lint', file),
        '`asyncapi validate`': () => peers.asyncapi('validate', file),
      })
    }
    for (const file of [pizzeria, ...ofCorpus('iota-tip28.yaml')]) {
      const after = join(folder, 'after.yaml')
      writeFileSync(after, changed(readFileSync(file, 'utf8')))
      await time(`${inputName(file)}, one description and one type changed`, {
        '`tidings diff`': () => tidings('diff', file, after),
        '`asyncapi diff`': () => peers.asyncapi('diff', file, after),
        'a program that reads two files and calls `@asyncapi/diff`': () => peers.program('diff-files', [file, after]),
      })
    }
    return table(['input', 'process', 'median', 'fastest', 'ratio'], rows)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

const inputName = (file: string): string => {
  const name = file === pizzeria ? "the pizzeria's contract" : file.slice(file.lastIndexOf('/') + 1)
  return `${name} (${Math.round(readFileSync(file).length / 1000)} kB)`
}

/** As in most pull requests, little is. */
function changed(text: string): string {
  const after = text.replace(/description: (?=\w)/, 'description: Now ').replace('type: string', 'type: boolean')
  if (after === text) throw new Error('expected a document with a description and a string')
  return after
}
