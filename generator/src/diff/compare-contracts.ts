import type { ContractEvent, Schema } from '@tidings/contract'
import { createContainment } from '../containment/containment.js'
import { createJudge } from '../judge/create-judge.js'
import { type Change, change, type EventPair } from './change.js'
import { compareBindings } from './compare-bindings.js'
import { compareChannels } from './compare-channels.js'
import { compareData, type DataContext } from './compare-data.js'
import { compareEvents } from './compare-events.js'
import { compareOperations } from './compare-operations.js'
import { compareServers } from './compare-servers.js'
import { compareTypes } from './compare-types.js'
import type { ComparedContract } from './compared-contract.js'
import { type MatchedContracts, matchContracts } from './match-contracts.js'
import { sameSchemas } from './same-schemas.js'
import { usageOf } from './usage.js'

/** Every change between two contracts, whomever it breaks. */
export async function compareContracts(before: ComparedContract, after: ComparedContract): Promise<readonly Change[]> {
  const matched = matchContracts(before.contract, after.contract)
  return [
    ...(await compareAllData(before, after, matched)),
    ...compareEvents(before, after, matched),
    ...matched.events.pairs.flatMap((pair) => compareBindings(`event ${pair.after.id}`, pair, before, after)),
    ...compareChannels(before, after, matched),
    ...compareOperations(before, after, matched),
    ...compareServers(before, after, matched),
  ]
}

async function compareAllData(
  before: ComparedContract,
  after: ComparedContract,
  { events }: MatchedContracts,
): Promise<Change[]> {
  const areSame = sameSchemas(before.contract.schemas, after.contract.schemas)
  const changed = events.pairs.filter(
    ({ before: old, after: now }) => !areSame(old.payload, now.payload) || !areSame(old.headers, now.headers),
  )
  if (changed.length === 0) return []
  const contextFor = await createContext(before, after)
  const changes: Change[] = []
  for (const pair of changed) {
    const context = contextFor(pair)
    changes.push(...(await comparePayload(pair, context)))
    const headers = { before: headersOf(pair.before), after: headersOf(pair.after) }
    if (!areSame(headers.before, headers.after)) {
      changes.push(...(await compareData({ event: pair, part: 'headers', ...headers }, context)))
    }
  }
  return changes
}

/** An event that declares no headers takes any. */
const headersOf = ({ headers }: ContractEvent): Schema => headers ?? { type: 'object' }

async function comparePayload(event: EventPair, context: DataContext): Promise<readonly Change[]> {
  const { before: old, after: now } = event
  if (old.payload !== undefined && now.payload !== undefined) {
    return compareData({ event, part: 'payload', before: old.payload, after: now.payload }, context)
  }
  if (old.payload === now.payload) return []
  const witness = old.examples.find(({ payload }) => payload !== undefined)?.payload
  const about = {
    event,
    ...(witness === undefined || now.payload !== undefined ? {} : { witness }),
    place: context.after.places.ofOrigin(now.origin, 'payload'),
    was: context.before.places.ofOrigin(old.origin, 'payload'),
  }
  const holes = { where: `the data of ${now.id}`, event: now.id }
  return [change(old.payload === undefined ? 'data-added' : 'data-removed', holes, about)]
}

/** Validators and types are made only where something differs, and shared by all events. */
async function createContext(
  before: ComparedContract,
  after: ComparedContract,
): Promise<(pair: EventPair) => DataContext> {
  const sideOf = async ({ contract }: ComparedContract) => ({
    schemas: contract.schemas,
    judge: await createJudge(contract),
  })
  const [old, now] = [await sideOf(before), await sideOf(after)]
  const shared = {
    before,
    after,
    forward: createContainment(now, old),
    backward: createContainment(old, now),
    compareTypes: (one: Schema, other: Schema) =>
      compareTypes(
        { schema: one, schemas: before.contract.schemas },
        { schema: other, schemas: after.contract.schemas },
      ),
  }
  return (pair) => ({ ...shared, usage: usageOf(pair, before.contract, after.contract) })
}
