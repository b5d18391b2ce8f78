import { randomUUID } from 'node:crypto'
import type { Holding } from '@tidings/runtime/transport'
import fc from 'fast-check'
import { interrupt } from '../brokers/brokers.js'
import type { Model } from './model.js'
import type { Instance, World } from './world.js'

type Command = fc.AsyncCommand<Model, World>

/** Everything that may happen, in any order. */
export const anything = (instances: number): fc.Arbitrary<Command>[] => {
  const instance = fc.nat(instances - 1)
  const some = fc.integer({ min: 1, max: 3 })
  return [
    fc.tuple(instance, fc.constantFrom('a', 'b', 'c')).map(([at, key]) => publish(at, key)),
    fc.tuple(instance, fc.constantFrom('a', 'b', 'c')).map(([at, key]) => publish(at, key)),
    fc.tuple(instance, some).map(([at, most]) => receive(at, most)),
    fc.tuple(instance, some).map(([at, most]) => receive(at, most)),
    fc.tuple(instance, some).map(([at, most]) => acknowledge(at, most)),
    fc.tuple(instance, some).map(([at, most]) => giveBack(at, most)),
    instance.map(crash),
    instance.map((at) => spoil(at, 'cut')),
    instance.map((at) => spoil(at, 'silence')),
    fc.constant(restart()),
    fc.tuple(instance, fc.constantFrom('a', 'b')).map(([at, key]) => publishThroughRestart(at, key)),
  ]
}

const command = (name: string, run: (model: Model, world: World) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

const publish = (at: number, key: string) =>
  command(`${at} publishes in ${key}`, async (model, { instances, place }) => {
    await carry(model, instanceAt(instances, at), place, key)
  })

async function carry(model: Model, { connection }: Instance, place: World['place'], key: string): Promise<string> {
  const id = randomUUID()
  const message = {
    attributes: { specversion: '1.0', id, source: 'model', type: place.types[0] ?? '' },
    data: new Uint8Array(),
  } as const
  const address = place.sources[0]?.address ?? ''
  const carried = Promise.resolve(connection.carry([{ place: { address }, message, key }]))
  const [outcome] = await carried.catch((error) => [error])
  if (outcome === undefined) model.accepted(id, key)
  else model.maybeAccepted(id, key)
  return id
}

const receive = (at: number, most: number) =>
  command(`${at} receives at most ${most}`, async (model, { instances }) => {
    await take(model, instanceAt(instances, at), at, most, 150)
  })

/** Receives, and tells of the first that should not have been handed out. */
export async function take(
  model: Model,
  { intake, held }: Instance,
  at: number,
  most: number,
  forMs: number,
): Promise<readonly Holding[]> {
  const holdings = await intake.receive(most, AbortSignal.timeout(forMs)).catch(() => [])
  for (const holding of holdings) {
    const id = holding.message?.attributes.id ?? ''
    const wrong = model.handedOut(id, at, Date.now())
    if (wrong !== undefined) throw new Error(wrong)
    held.set(id, holding)
  }
  return holdings
}

const acknowledge = (at: number, most: number) =>
  command(`${at} acknowledges ${most}`, (model, { instances }) => settle(model, instanceAt(instances, at), most))

export async function settle(model: Model, { intake, held }: Instance, most: number): Promise<void> {
  const chosen = [...held].slice(0, most)
  if (chosen.length === 0) return
  for (const [id] of chosen) held.delete(id)
  const acknowledged = Promise.resolve(intake.acknowledge(chosen.map(([, holding]) => holding)))
  const lost = await acknowledged.catch(() => undefined)
  for (const [id, holding] of chosen) {
    if (lost === undefined) model.perhapsAcknowledged(id)
    else if (lost.includes(holding)) model.released(id)
    else model.acknowledged(id)
  }
}

const giveBack = (at: number, most: number) =>
  command(`${at} returns ${most}`, async (model, { instances }) => {
    const { intake, held } = instanceAt(instances, at)
    // The last first, so that none of a key is given back while a later one is kept.
    const chosen = [...held].slice(-most)
    for (const [id] of chosen) {
      held.delete(id)
      model.released(id)
    }
    if (chosen.length > 0) await intake.return(chosen.map(([, holding]) => holding)).catch(() => [])
  })

const crash = (at: number) =>
  command(`${at} crashes`, async (model, world) => {
    instanceAt(world.instances, at).proxy.shut()
    sever(model, world, at)
    await world.replace(at)
  })

const spoil = (at: number, how: 'cut' | 'silence') =>
  command(`${at} is ${how === 'cut' ? 'cut off' : 'silenced'}`, async (model, world) => {
    instanceAt(world.instances, at).proxy[how]()
    sever(model, world, at)
  })

const restart = () =>
  command('the broker restarts', async (model, world) => {
    await interrupt(world.broker)
    model.forgotten(Date.now() - world.forgetsMs)
    await world.broker.start()
    sever(model, world)
  })

const publishThroughRestart = (at: number, key: string) =>
  command(`${at} publishes in ${key} while the broker restarts`, async (model, world) => {
    const { broker, instances, place, forgetsMs, deduplicates } = world
    const carried = carry(model, instanceAt(instances, at), place, key)
    await interrupt(broker)
    model.forgotten(Date.now() - forgetsMs)
    await broker.start()
    sever(model, world)
    const id = await carried
    if (!deduplicates) model.perhapsTwice(id)
  })

function sever(model: Model, { sendsOn }: World, at?: number): void {
  model.severed(at)
  if (sendsOn) model.moved()
}

function instanceAt(instances: readonly Instance[], index: number): Instance {
  const instance = instances[index]
  if (instance === undefined) throw new Error(`there is no instance ${index}`)
  return instance
}
