import type { Holding } from '../transport/holding.js'
import type { Circumstances } from './facts.js'
import type { Recipient } from './recipient.js'

export function circumstancesOf(holding: Holding, transport: string, recipient: Recipient): Circumstances {
  const { address, family = recipient.familyOf(address) } = holding.place
  return { holding, transport, ...(family !== undefined && { family }) }
}
