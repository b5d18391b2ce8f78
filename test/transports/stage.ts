import type { Connection, Holding, Intake, Outgoing, SubscriptionPlace } from '@tidings/runtime/transport'

// What the tests of every transport say to it.

export const placeAt = (options: Partial<SubscriptionPlace> = {}): SubscriptionPlace => ({
  name: 'kitchen',
  application: 'pizzeria',
  sources: [{ address: 'orders' }],
  types: ['OrderConfirmed'],
  order: 'none',
  start: 'now',
  prefetch: 1_000,
  maxDeliveries: 5,
  ...options,
})

/** Declares a subscription, and takes part in it. */
export async function openAt(connection: Connection, options?: Partial<SubscriptionPlace>): Promise<Intake> {
  const place = placeAt(options)
  await connection.declare({ subscriptions: [place] })
  return connection.open(place)
}

export const outgoing = (id: string, options: Partial<Outgoing> & { readonly address?: string } = {}): Outgoing => {
  const { address = 'orders', ...rest } = options
  return {
    place: { address },
    message: {
      attributes: {
        specversion: '1.0',
        id,
        source: 'pizzeria',
        type: 'OrderConfirmed',
        datacontenttype: 'application/json',
      },
      data: new TextEncoder().encode(JSON.stringify({ orderId: id })),
    },
    ...rest,
  }
}

export const idsOf = (holdings: readonly Holding[]): string[] =>
  holdings.map(({ message }) => message?.attributes.id ?? 'none')

/** Receives until as many have come; rejects when they do not. */
export async function receive(intake: Intake, count: number, withinMs = 10_000): Promise<Holding[]> {
  const signal = AbortSignal.timeout(withinMs)
  const held: Holding[] = []
  while (held.length < count) {
    const next = await intake.receive(count - held.length, signal)
    if (next.length === 0) throw new Error(`received ${held.length} of ${count} messages within ${withinMs} ms`)
    held.push(...next)
  }
  return held
}

/** What is there for an intake now: nothing, when it is. */
export const receiveNow = async (intake: Intake): Promise<string[]> =>
  idsOf(await intake.receive(1_000, AbortSignal.timeout(300)))

/** Receives and acknowledges until `isDone`; answers with the ids in the order received. Failures are the pump's to bear. */
export async function drain(intake: Intake, isDone: (seen: readonly string[]) => boolean): Promise<string[]> {
  const seen: string[] = []
  const end = Date.now() + 60_000
  while (!isDone(seen) && Date.now() < end) {
    try {
      const held = await intake.receive(50, AbortSignal.timeout(1_000))
      seen.push(...idsOf(held))
      await intake.acknowledge(held)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  return seen
}

export async function until(condition: () => unknown, what: string, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
