import type { Contract } from '@tidings/contract'
import type { Note } from './note.js'

/**
 * The contract as far as an SDK may offer it: a domain event stays inside the application that the contract
 * describes, so a client's SDK does without it.
 */
export function offeredContract(contract: Contract, note: (note: Note) => void): Contract {
  if (contract.perspective === 'application') return contract
  const withheld = new Set<string>()
  for (const { id, name, kind, origin } of contract.events) {
    if (kind !== 'domain') continue
    withheld.add(id)
    const message = `event ${name} is a domain event; expected an integration event. A client's SDK does not offer it`
    note({ rule: 'domain-event-withheld', message, event: id, origin })
  }
  const offered = (ids: readonly string[]) => ids.filter((id) => !withheld.has(id))
  return {
    ...contract,
    events: contract.events.filter(({ id }) => !withheld.has(id)),
    channels: contract.channels.map((channel) => ({ ...channel, events: offered(channel.events) })),
    operations: contract.operations.map(({ reply, ...operation }) => ({
      ...operation,
      events: offered(operation.events),
      ...(reply === undefined ? {} : { reply: { ...reply, events: offered(reply.events) } }),
    })),
  }
}
