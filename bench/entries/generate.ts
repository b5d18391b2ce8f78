import { strict as assert } from 'node:assert'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { corpusFolder } from '../../test/documents/documents.js'
import { syntheticContract } from '../data/synthetic-contract.js'
import { type Comparison, defineEntry } from '../entry.js'
import { checkGenerated, type Wanted, wantedOf } from '../generators/check-generated.js'
import { makeGenerators, type Need, peerGenerators, unavailable } from '../generators/generators.js'

/** Documents that others wrote, and that Modelina can read too. */
const real = ['order-service.yaml', 'qhana.json', 'tickdb.json']
const hard = ['iota-tip28.yaml', 'slack-rtm.yaml', 'springwolf-kafka.json']

export default defineEntry({
  name: 'generate',
  about: 'whole processes that write code from an AsyncAPI document, beside one that parses it and writes nothing',
  rounds: 3,
  packages: ['tidings'],
  peers: peerGenerators,
  async prepare({ folder, peersFolder }) {
    const generators = await makeGenerators(peersFolder)
    let runs = 0
    const output = () => join(folder, `output-${runs++}`)

    /** Each has run once by the time it is given, so that nothing has to warm up. */
    async function compare(
      about: Pick<Comparison, 'title' | 'input' | 'isDetail'>,
      documents: ReadonlyMap<string, Wanted>,
      needs: readonly Need[] = [],
    ): Promise<Comparison> {
      const reason = ({ cannot = {} }: (typeof generators)[number]) => needs.map((need) => cannot[need]).find(Boolean)
      const able = generators.filter((generator) => reason(generator) === undefined)
      for (const { name, writesNothing, run } of able) {
        for (const [file, wanted] of documents) {
          const written = output()
          const printed = await run(file, written)
          if (writesNothing) assert.equal(Number(printed), wanted.events, `${name} of ${file}`)
          else await checkGenerated(written, wanted, `${name} of ${file}`)
          await rm(written, { recursive: true, force: true })
        }
      }
      return {
        ...about,
        warmUps: 0,
        target: 'all above 1 but json-schema-to-typescript without formatting, the parser above 0.77',
        contestants: able.map(({ name, isBaseline, run }) => ({
          name,
          ...(isBaseline && { isBaseline }),
          async run() {
            for (const file of documents.keys()) await run(file, output())
          },
        })),
        cannot: {
          ...Object.fromEntries(generators.map((each) => [each.name, reason(each)] as const).filter(isTold)),
          ...unavailable,
        },
      }
    }

    const comparisons: Comparison[] = []
    for (const events of [10, 100, 1_000]) {
      const file = join(folder, `${events}.json`)
      await writeFile(file, syntheticContract(events))
      const words = new Set(Array.from({ length: events }, (_, index) => `kind-${index}`))
      const title = `Generate ${events.toLocaleString('en')} events`
      const about = { title, input: 'a synthetic document, from scratch' }
      comparisons.push(await compare(about, new Map([[file, { events, words }]])))
    }
    if (corpusFolder === undefined) return comparisons
    const about = (title: string, names: readonly string[]) => ({
      title,
      input: `${names.join(', ')}, a process for each`,
    })
    return [
      ...comparisons,
      await compare(about('Generate three real documents', real), await wantedIn(corpusFolder, real), ['asyncapi']),
      await compare(
        { ...about('Generate three harder ones', hard), isDetail: true },
        await wantedIn(corpusFolder, hard),
        ['asyncapi', 'hard'],
      ),
    ]
  },
})

const isTold = (told: readonly [string, string | undefined]): told is readonly [string, string] => told[1] !== undefined

async function wantedIn(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, Wanted>> {
  const files = names.map((name) => join(folder, name))
  return new Map(await Promise.all(files.map(async (file) => [file, await wantedOf(file)] as const)))
}
