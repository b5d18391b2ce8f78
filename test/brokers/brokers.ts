import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from './broker-kind.js'
import { type BrokerName, kinds } from './kinds.js'
import { sharedFolder } from './shared-folder.js'

export { interrupt, type RunningBroker } from './broker-kind.js'
export type { BrokerName } from './kinds.js'

/** A broker as tests see it. */
export interface Broker {
  /** For `describe.skipIf`: true where there is none, and none is required. */
  readonly isMissing: boolean
  /** For the name of what is skipped, or else empty: ` (skipped: no postgres; run npm run brokers)`. */
  readonly note: string
  /** Of the one that all tests share; each takes names of its own. Throws where there is none. */
  readonly url: string
  /** Whether its program is here, so that a private one can be started; true, too, where it is required. */
  readonly isInstalled: boolean
  /** One for a single test, that it may kill and restart; the test removes it. */
  startPrivate(): Promise<RunningBroker>
}

/** What tests find: what an environment variable names, else what `npm run brokers` started. */
export const brokers: Readonly<Record<BrokerName, Broker>> = Object.fromEntries(
  await Promise.all(Object.values(kinds).map(async (kind) => [kind.name, await findBroker(kind)] as const)),
) as Record<BrokerName, Broker>

async function findBroker(kind: BrokerKind): Promise<Broker> {
  const { name, variable } = kind
  const url = process.env[variable] || (await kind.find(sharedFolder(name)))?.url
  const mend = `no ${name}; npm run brokers starts one, or set ${variable}`
  const isRequired = process.env.TIDINGS_BROKERS === 'required'
  const isMissing = url === undefined && !isRequired
  return {
    isMissing,
    note: isMissing ? ` (skipped: ${mend})` : '',
    get url() {
      if (url === undefined) throw new Error(mend)
      return url
    },
    isInstalled: isRequired || (await kind.isInstalled()),
    startPrivate: async () => kind.start(await mkdtemp(join(tmpdir(), `tidings-${name}-`))),
  }
}
