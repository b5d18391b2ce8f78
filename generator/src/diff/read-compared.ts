import { basename } from 'node:path'
import { type Loaded, loadContract, type Perspective, type Place } from '@tidings/contract'
import type { ComparedContract } from './compared-contract.js'
import type { ContractStore } from './source/contract-store.js'

/** How the two contracts are read. */
export interface ReadOptions {
  readonly perspective?: Perspective
  readonly allowRemoteRefs?: boolean
  readonly allowRefsOutside?: boolean
}

export interface ReadContract extends ComparedContract {
  /** Every file that it was read from, absolute. */
  readonly files: readonly string[]
}

/** Reads a contract with places as people write them; or what keeps it from being read. */
export async function readCompared(
  path: string,
  store: ContractStore,
  { perspective, allowRemoteRefs, allowRefsOutside }: ReadOptions,
): Promise<ReadContract | Pick<Loaded, 'findings'>> {
  const { contract, places, findings, files } = await loadContract(path, {
    perspective: perspective ?? 'application',
    allow: { remote: allowRemoteRefs ?? false, outsideRoot: allowRefsOutside ?? false },
    fileAccess: store.files,
  })
  const named = (place: Place): Place =>
    /^[a-z][a-z\d+.-]+:\/\//i.test(place.file) ? place : { ...place, file: store.nameOf(place.file) }
  if (contract === undefined || places === undefined) {
    const errors = findings.filter(({ severity }) => severity === 'error')
    return { findings: errors.map((each) => ({ ...each, ...(each.place && { place: named(each.place) }) })) }
  }
  return {
    contract,
    files,
    places: {
      ofSchema(schema, ...tokens) {
        const place = places.ofSchema(schema, ...tokens)
        return place && named(place)
      },
      ofOrigin: (origin, ...tokens) => named(places.ofOrigin(origin, ...tokens)),
    },
    origin: { file: basename(path), pointer: '', line: 1, column: 1 },
    root: named({ file: path, line: 1, column: 1, pointer: '' }),
  }
}
