import { defineCheck } from '../check.js'
import { eventsAt } from '../events.js'
import { holds, same } from '../expect.js'
import { outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { numbers, recorder } from '../recorder.js'

export const isolating = [
  defineCheck({
    number: 31,
    title: 'a handler that always fails causes no second run of another',
    async prove(stage) {
      const { Noted } = stage.events
      const failing = recorder(() => {
        throw new Error('never')
      })
      const fine = recorder()
      const bus = stage.bus()
      bus.subscribe(stage.name('failing'), Noted, failing.handler, { retry: { attempts: 3, delayMs: 1 } })
      bus.subscribe(stage.name('fine'), Noted, fine.handler)
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => failing.deliveries().length === 3, 'the failing handler was tried three times')
      await bus.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => fine.numbers().includes(2), 'the marker was handled')
      same(fine.numbers(), [1, 2], 'the other ran once for each event')
    },
  }),

  defineCheck({
    number: 32,
    title: 'every subscription receives every event',
    async prove(stage) {
      const { Noted } = stage.events
      const groups = numbers(3).map(() => recorder())
      const bus = stage.bus()
      for (const [index, group] of groups.entries()) bus.subscribe(stage.name(`s${index}`), Noted, group.handler)
      await bus.start()
      for (const number of numbers(50)) await bus.publish(new Noted({ key: 'a', number }))
      await stage.until(() => groups.every((group) => group.distinct() === 50), 'each received all 50 events')
    },
  }),

  defineCheck({
    number: 33,
    title: 'instances of one subscription share its events, each handled by one of them',
    needs: ['competing'],
    async prove(stage) {
      const { Noted } = stage.events
      const instances = numbers(3).map(() => recorder(() => new Promise((resolve) => setImmediate(resolve))))
      const buses = instances.map((instance) => {
        const bus = stage.bus()
        bus.subscribe(stage.name('s'), Noted, instance.handler, { prefetch: 10 })
        return bus
      })
      await Promise.all(buses.map((bus) => bus.start()))
      const count = stage.volume
      const [publisher] = buses
      holds(publisher !== undefined, 'a bus')
      await Promise.all(numbers(count).map((number) => publisher.publish(new Noted({ key: `${number}`, number }))))
      const all = () => instances.flatMap((instance) => instance.numbers())
      await stage.until(() => new Set(all()).size === count, `all ${count} events were handled`)
      same(all().length, count, 'none was handled by two instances')
      holds(instances.filter((instance) => instance.distinct() > 0).length > 1, 'more than one instance took part')
    },
  }),

  defineCheck({
    number: 34,
    title: 'nothing is missing when instances come and go while events flow',
    needs: ['competing'],
    async prove(stage) {
      const { Noted } = stage.events
      let gate = stage.gate()
      const seen = recorder(() => gate.opened)
      const instance = async () => {
        const bus = stage.bus()
        bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 1, prefetch: 10 })
        await bus.start()
        return bus
      }
      let running = await instance()
      const publisher = stage.bus()
      await publisher.start()
      const holdsSome = async () => ((await running.health()).subscriptions[0]?.held ?? 0) > 1
      for (const number of numbers(200)) {
        await publisher.publish(new Noted({ key: `${number}`, number }))
        if (number % 40 !== 0) continue
        // It leaves with one event begun and others taken, which have to go to the next instance.
        await stage.until(holdsSome, 'the instance held what it had not begun')
        const next = await instance()
        const closed = running.close()
        await new Promise((resolve) => setImmediate(resolve))
        gate.open()
        await closed
        gate = stage.gate()
        running = next
      }
      gate.open()
      await stage.until(() => seen.distinct() === 200, 'all 200 events were handled')
    },
  }),

  defineCheck({
    number: 35,
    title: 'twenty addresses at once do not mix',
    async prove(stage) {
      const topics = numbers(20).map((number) => ({
        number,
        ...eventsAt(stage.name(`topic-${number}`)),
        seen: recorder(),
      }))
      const bus = stage.bus()
      for (const { number, Noted, seen } of topics) bus.subscribe(stage.name(`s${number}`), Noted, seen.handler)
      await bus.start()
      await Promise.all(
        topics.flatMap(({ Noted, number }) =>
          numbers(20).map((each) => bus.publish(new Noted({ key: `${number}`, number: each }))),
        ),
      )
      await stage.until(
        () => topics.every(({ seen }) => seen.distinct() === 20),
        'each address delivered its 20 events',
      )
      for (const { number, seen } of topics) {
        same([...new Set(seen.events().map(({ data }) => data.key))], [`${number}`], `what topic ${number} delivered`)
        same(seen.deliveries().length, 20, `how often topic ${number} delivered`)
      }
    },
  }),

  defineCheck({
    number: 36,
    title: 'as many handlers run at once as were allowed, and never more',
    async prove(stage) {
      const { Noted } = stage.events
      const gate = stage.gate()
      let running = 0
      let most = 0
      const seen = recorder(async () => {
        running += 1
        most = Math.max(most, running)
        // However slowly events come, the first of them are at work together.
        if (most >= 4) gate.open()
        await gate.opened
        await new Promise((resolve) => setTimeout(resolve, 2))
        running -= 1
      })
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 4 })
      await bus.start()
      await Promise.all(numbers(100).map((number) => bus.publish(new Noted({ key: `${number}`, number }))))
      await stage.until(() => most >= 4, 'four handlers ran at once')
      await stage.until(() => seen.completed().length === 100, 'all events were handled')
      same(most, 4, 'handlers at once')
    },
  }),

  defineCheck({
    number: 37,
    title: 'an instance never holds more than its prefetch',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection, { prefetch: 5 })
      await connection.carry(numbers(20).map((number) => outgoing(stage, { id: `${number}`, key: `${number}` })))
      const held = await receiveAll(intake, 5)
      const more = intake.receive(10, AbortSignal.timeout(Math.floor(Math.min(200, (intake.leaseMs ?? 600) / 3))))
      same((await more).length, 0, 'received beyond the prefetch')
      await intake.acknowledge(held)
      same((await receiveAll(intake, 5)).length, 5, 'the next after an acknowledgement')
    },
  }),

  defineCheck({
    number: 38,
    title: 'a slow subscription delays no other',
    async prove(stage) {
      const { Noted } = stage.events
      const gate = stage.gate()
      const slow = recorder(() => gate.opened)
      const fast = recorder()
      const bus = stage.bus()
      bus.subscribe(stage.name('slow'), Noted, slow.handler, { concurrency: 1, prefetch: 1 })
      bus.subscribe(stage.name('fast'), Noted, fast.handler)
      await bus.start()
      for (const number of numbers(100)) await bus.publish(new Noted({ key: `${number}`, number }))
      await stage.until(() => fast.distinct() === 100, 'the fast one handled all 100 events')
      same(slow.completed(), [], 'the slow one had completed nothing')
      gate.open()
      await stage.until(() => slow.distinct() === 100, 'the slow one handled all as well')
    },
  }),
]
