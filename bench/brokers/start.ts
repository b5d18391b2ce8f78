import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrokerKind, RunningBroker } from '../../test/brokers/broker-kind.js'
import { type BrokerName, kinds } from '../../test/brokers/kinds.js'
import { startPostgres } from '../../test/brokers/postgres.js'
import { startRedis } from '../../test/brokers/redis.js'
import type { Given } from '../entry.js'

/** Tests do without the disk where they can; whoever is timed gets what the broker does when nobody says anything. */
const asShipped: Readonly<Partial<Record<BrokerName, (folder: string) => Promise<RunningBroker>>>> = {
  postgres: (folder) => startPostgres(folder, ['fsync=on']),
  redis: (folder) => startRedis(folder, ['--appendfsync', 'everysec']),
}

/** One of its own for an entry, which ends with it; answers with its address. */
export async function startBroker(name: BrokerName, { afterwards }: Given): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `tidings-bench-${name}-`))
  const start = asShipped[name] ?? ((within) => kinds[name].start(within))
  const broker = await start(folder)
  afterwards(() => broker.remove())
  return broker.url
}

/** Why an entry cannot be run here, where its broker's program is not installed. */
export async function missing(...names: readonly BrokerName[]): Promise<string | undefined> {
  const isThere = await Promise.all(names.map((name) => (kinds[name] satisfies BrokerKind).isInstalled()))
  const lacking = names.filter((_, index) => !isThere[index])
  if (lacking.length === 0) return undefined
  return `no ${lacking.join(' and no ')} here; \`npm run brokers -- up ${lacking.join(' ')}\` installs what is missing`
}
