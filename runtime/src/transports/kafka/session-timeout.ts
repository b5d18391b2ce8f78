import { apis, codes } from './client.js'
import { trying } from './offsets.js'
import type { Session } from './session.js'

/** Kafka's own, where it does not say. */
const usualMs = 45_000

/** After which time of silence the broker counts a member of the group out. */
export async function sessionTimeoutOf(session: Session, group: string): Promise<number> {
  const name = 'consumer.session.timeout.ms'
  try {
    const question = { resourceType: 32 as const, resourceName: group, configurationKeys: [name] }
    const { results } = await trying(session, () =>
      session.cluster.askAny(apis.describeConfigs, [[question], false, false]),
    )
    const [found] = results
    const value =
      found?.errorCode === codes.none ? found.configs.find((config) => config.name === name)?.value : undefined
    return Number(value) > 0 ? Number(value) : usualMs
  } catch {
    return usualMs
  }
}
