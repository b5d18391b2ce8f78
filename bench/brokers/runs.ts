import { strict as assert } from 'node:assert'
import { isDeepStrictEqual } from 'node:util'
import type { OrderConfirmedData } from '@mario/pizzeria-events'
import { newOrders } from './orders.js'
import { allAcknowledged, Tally } from './tally.js'
import type { Line, Way } from './way.js'

let lines = 0

async function withLine<T>(way: Way, work: (line: Line) => Promise<T>): Promise<T> {
  const line = await way.open(`line_${process.pid}_${++lines}`)
  try {
    return await work(line)
  } finally {
    await line.close()
  }
}

/** How long it takes until all are confirmed. */
export const publishAll = (way: Way, count: number): Promise<number> =>
  withLine(way, async (line) => {
    const orders = newOrders(count)
    await line.publish(newOrders(1))
    const start = performance.now()
    await line.publish(orders)
    return performance.now() - start
  })

/** How long it takes from the first that is handled to the last, where all wait already. */
export const consumeAll = (way: Way, count: number): Promise<number> =>
  withLine(way, async (line) => {
    const orders = newOrders(count)
    await line.publish(orders)
    const tally = new Tally(orders)
    await line.consume(tally.handle)
    const ms = await tally.done()
    await allAcknowledged(line)
    return ms
  })

/** How long it takes until all are handled, of whoever waits for them from the beginning. */
export const passAll = (way: Way, count: number): Promise<number> =>
  withLine(way, async (line) => {
    const [first, ...orders] = newOrders(count + 1)
    const begun = new Tally(first === undefined ? [] : [first])
    const tally = new Tally(orders)
    await line.consume((data) => (data.orderId === first?.envelope.data.orderId ? begun : tally).handle(data))
    await line.publish(first === undefined ? [] : [first])
    await begun.done()
    const start = performance.now()
    await line.publish(orders)
    await tally.done()
    const ms = performance.now() - start
    await allAcknowledged(line)
    return ms
  })

/** How long each takes until it is confirmed, one after the other. */
export const publishSingly = (way: Way, count: number): Promise<readonly number[]> =>
  withLine(way, async (line) => {
    await line.publish(newOrders(1))
    const times: number[] = []
    for (const order of newOrders(count)) {
      const start = performance.now()
      await line.publish([order])
      times.push(performance.now() - start)
    }
    return times
  })

/** How long each takes from being published to being handled, one after the other. */
export const passSingly = (way: Way, count: number): Promise<readonly number[]> =>
  withLine(way, async (line) => {
    let arrived: (data: OrderConfirmedData) => void = () => {}
    await line.consume(async (data) => arrived(data))
    const times: number[] = []
    // The first finds out whether anybody listens yet.
    for (const [index, order] of newOrders(count + 1).entries()) {
      const handled = new Promise<OrderConfirmedData>((resolve) => {
        arrived = resolve
      })
      const start = performance.now()
      const [data] = await Promise.all([handled, line.publish([order])])
      if (index > 0) times.push(performance.now() - start)
      assert.equal(data.orderId, order.envelope.data.orderId)
    }
    await allAcknowledged(line)
    return times
  })

/** Throws where what is handled is not what was published, once each and acknowledged. */
export const check = (way: Way, count: number): Promise<void> =>
  withLine(way, async (line) => {
    const orders = newOrders(count)
    const tally = new Tally(orders)
    const handled: OrderConfirmedData[] = []
    await line.publish(orders)
    await line.consume((data) => {
      handled.push(data)
      return tally.handle(data)
    })
    await tally.done()
    await allAcknowledged(line)
    const inOrder = handled.toSorted((one, other) => Number(one.orderId) - Number(other.orderId))
    assert(
      isDeepStrictEqual(
        inOrder,
        orders.map(({ envelope }) => envelope.data),
      ),
      `${way.name}: what was handled is not what was published`,
    )
  })
