import { guardFor, TidingsError } from './tidings-error.js'

/** What is there is not what the bus needs. Lists every difference. */
export class TopologyMismatch extends TidingsError<'TIDINGS_TOPOLOGY_MISMATCH'> {
  override readonly name = 'TopologyMismatch'
  readonly differences: readonly string[]

  constructor(differences: readonly string[]) {
    super('TIDINGS_TOPOLOGY_MISMATCH', `the transport is not set up as the bus needs it: ${differences.join('; ')}`)
    this.differences = differences
  }
}

export const isTopologyMismatch = guardFor<TopologyMismatch>('TIDINGS_TOPOLOGY_MISMATCH')
