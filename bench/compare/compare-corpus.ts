import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '../../generator/src/fixtures/page.js'
import { corpusDocuments, invalidDocuments, type TestDocument } from '../../test/documents/documents.js'
import { type Told, toldByPeer, toldByTidings } from './inspect-documents.js'
import type { Peers } from './peers.js'

/** The valid documents that others wrote, then the invalid ones: how much each tool says of them. */
export async function compareCorpus(peers: Peers): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'))
  try {
    const rows: string[][] = []
    const [allOurs, allTheirs]: [Told[], Told[]] = [[], []]
    for (const document of realDocuments()) {
      const ours = await toldByTidings(document.file)
      const theirs = await toldByPeer(document.file, folder, peers)
      rows.push([document.name, countOf(ours), countOf(theirs)])
      allOurs.push(...ours)
      allTheirs.push(...theirs)
    }
    const share = (is: (told: Told) => boolean) => (told: readonly Told[]) =>
      `${told.filter(is).length} of ${told.length}`
    const total = (name: string, of: (told: readonly Told[]) => string) => [name, of(allOurs), of(allTheirs)]
    return table(
      ['document', '`tidings lint`', '`asyncapi validate`'],
      [
        ...rows,
        total('**all**', countOf),
        total(
          '**with file, line and column**',
          share(({ hasPlace }) => hasPlace),
        ),
        total(
          '**with a mend**',
          share(({ hasMend }) => hasMend),
        ),
      ],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const realDocuments = (): readonly TestDocument[] => [
  ...corpusDocuments,
  ...invalidDocuments.map((document) => ({ ...document, name: `invalid/${document.name}` })),
]

/** Errors, warnings and notes. */
export function countOf(told: readonly Told[]): string {
  const number = (severity: Told['severity']) => told.filter((each) => each.severity === severity).length
  return `${number('error')} / ${number('warning')} / ${number('info')}`
}
