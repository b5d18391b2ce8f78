import type { Holding } from '../../transport/holding.js'
import { defineCheck } from '../check.js'
import { holds, same } from '../expect.js'
import { outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { numbers, recorder } from '../recorder.js'

export const delivering = [
  defineCheck({
    number: 11,
    title: 'what was published while no instance of a subscription ran is handled when one does',
    async prove(stage) {
      const { Noted } = stage.events
      const first = stage.bus()
      first.subscribe(stage.name('s'), Noted, () => {})
      await first.start()
      await first.close()

      const publisher = stage.bus()
      await publisher.start()
      const published = numbers(100).map((number) => new Noted({ key: 'a', number, text: `${number} ✓` }))
      for (const event of published) await publisher.publish(event)

      const seen = recorder()
      const second = stage.bus()
      second.subscribe(stage.name('s'), Noted, seen.handler)
      await second.start()
      await stage.until(() => seen.distinct() === 100, 'all 100 events were handled')
      const byId = new Map(seen.events().map((event) => [event.id, event]))
      for (const { id, data, time } of published) {
        const got = byId.get(id)
        same({ data: got?.data, time: (got as { time?: string }).time }, { data, time }, 'payload and metadata')
      }
    },
  }),

  defineCheck({
    number: 12,
    title: 'what was not acknowledged is handed out again',
    async prove(stage) {
      const one = await stage.connect()
      const intake = await stage.open(one)
      await one.carry(['1', '2', '3'].map((id) => outgoing(stage, { id })))
      const held = await receiveAll(intake, 3)
      const [returned, ...kept] = held
      holds(returned !== undefined, 'something was received')
      await intake.return([returned])
      const again = await receiveAll(intake, 1)
      same(again[0]?.message?.attributes.id, returned.message?.attributes.id, 'what was returned comes again')
      await intake.acknowledge(again)
      await intake.close()

      const other = await stage.open(await stage.connect())
      const rest = await receiveAll(other, 2)
      same(ids(rest), ids(kept), 'what a closed instance held comes to another')
    },
  }),

  defineCheck({
    number: 13,
    title: 'attempts are counted 1, 2, 3 in one holding and begin again after a hand-over',
    async prove(stage) {
      const { Noted } = stage.events
      const first = recorder(() => {
        throw new Error('not yet')
      })
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, first.handler, {
        retry: { attempts: 4, delayMs: 1, factor: 1_000 },
      })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => first.deliveries().length >= 2, 'the handler was tried twice')
      await bus.close({ deadlineMs: 0 })
      const attempts = first.deliveries().map(({ delivery }) => delivery.attempt)
      same(attempts, numbers(attempts.length), 'attempts of the first holding')

      const second = recorder()
      const other = stage.bus()
      other.subscribe(stage.name('s'), Noted, second.handler)
      await other.start()
      await stage.until(() => second.deliveries().length === 1, 'another instance handled it')
      const delivery = second.deliveries()[0]?.delivery
      same(delivery?.attempt, 1, 'attempts begin again after a hand-over')
      if (stage.features.nativeDeliveryCount) {
        holds((delivery?.redeliveries ?? 0) >= 1, `the broker's count has grown: ${delivery?.redeliveries}`)
      }
    },
  }),

  defineCheck({
    number: 14,
    title: 'what was handled is not handled again, also by the next process',
    async prove(stage) {
      const { Noted } = stage.events
      const seen = recorder()
      for (const number of numbers(3)) {
        const bus = stage.bus()
        bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 1, prefetch: 1 })
        await bus.start()
        await bus.publish(new Noted({ key: 'a', number }))
        await stage.until(() => seen.completed().includes(number), `event ${number} was handled`)
        await bus.close()
      }
      same(seen.numbers(), [1, 2, 3], 'each event was handled once')
    },
  }),

  defineCheck({
    number: 16,
    title: 'a handler that works longer than three leases is not doubled',
    needs: ['extendLease'],
    async prove(stage) {
      const { Noted } = stage.events
      const probe = await stage.open(await stage.connect(), { name: stage.name('probe') })
      const workMs = (probe.leaseMs ?? 20) * 3
      const seen = recorder(({ data }) => data.number === 1 && new Promise((resolve) => setTimeout(resolve, workMs)))
      for (const _ of numbers(2)) {
        const bus = stage.bus()
        bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 1, prefetch: 1 })
        await bus.start()
      }
      const publisher = stage.bus()
      await publisher.start()
      await publisher.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => seen.completed().length === 1, 'the long handler finished')
      await publisher.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.completed().includes(2), 'the marker was handled')
      same(seen.count(1), 1, 'the long handler ran once')
    },
  }),

  defineCheck({
    number: 17,
    title: 'a handler that hangs counts as a failure, frees its place, and its late result is ignored',
    async prove(stage) {
      const { Noted } = stage.events
      const late: (() => void)[] = []
      let aborted = 0
      const seen = recorder(({ data }, delivery) => {
        if (data.number !== 1 || delivery.attempt > 1) return undefined
        delivery.signal.addEventListener('abort', () => {
          aborted += 1
        })
        return new Promise<void>((resolve) => late.push(resolve))
      })
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, {
        concurrency: 1,
        timeoutMs: 20,
        graceMs: 20,
        retry: { attempts: 3, delayMs: 1 },
      })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => seen.count(1) === 2, 'the hanging event was tried again')
      same(aborted, 1, "the hanging attempt's signal was aborted")
      for (const resolve of late) resolve()
      await bus.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.completed().includes(2), 'the next event was handled')
      same(seen.count(1), 2, 'the late result changed nothing')
    },
  }),

  defineCheck({
    number: 18,
    title: 'settling what was lost has no effect and says so',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      await connection.carry([outgoing(stage, { id: '1' })])
      const held = await receiveAll(intake, 1)
      await intake.return(held)
      const again = await receiveAll(intake, 1)
      same(await intake.acknowledge(held), held, 'an old receipt acknowledges nothing')
      same(await intake.acknowledge(again), [], 'the new receipt acknowledges')
    },
  }),

  defineCheck({
    number: 19,
    title: 'settling twice has no effect and says so',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      await connection.carry([outgoing(stage, { id: '1' }), outgoing(stage, { id: '2' })])
      const held = await receiveAll(intake, 2)
      same(await intake.acknowledge(held), [], 'the first acknowledgement counts')
      same((await intake.acknowledge(held)).length, 2, 'the second does not')
      same((await intake.return(held)).length, 2, 'a return after an acknowledgement does not')
      await connection.carry([outgoing(stage, { id: '3' })])
      same(ids(await receiveAll(intake, 1)), ['3'], 'nothing that was acknowledged came again')
    },
  }),

  defineCheck({
    number: 20,
    title: 'what was taken and not begun goes to another instance at once when one closes',
    needs: ['competing'],
    async prove(stage) {
      const { Noted } = stage.events
      const gate = stage.gate()
      const slow = recorder(() => gate.opened)
      const one = stage.bus()
      one.subscribe(stage.name('s'), Noted, slow.handler, { concurrency: 1, prefetch: 20 })
      await one.start()
      for (const number of numbers(20)) await one.publish(new Noted({ key: `${number}`, number }))
      await stage.until(() => slow.deliveries().length === 1, 'one event is being handled')

      const seen = recorder()
      const other = stage.bus()
      other.subscribe(stage.name('s'), Noted, seen.handler)
      await other.start()
      const closed = one.close({ deadlineMs: 10_000 })
      // Where partitions move, the one that has begun may hold up the others.
      const atOnce = stage.features.partitioned ? 0 : 19
      await stage.until(() => seen.distinct() >= atOnce, 'the other instance handled what had not begun')
      gate.open()
      await closed
      await stage.until(() => seen.distinct() >= 19, 'the other instance handled the rest of it')
      same(slow.deliveries().length, 1, 'the closing instance began nothing new')
      same(seen.numbers().includes(slow.numbers()[0] ?? 0), false, 'what was in flight was not doubled')
    },
  }),
]

const ids = (held: readonly Holding[]): string[] => held.map(({ message }) => message?.attributes.id ?? '').toSorted()
