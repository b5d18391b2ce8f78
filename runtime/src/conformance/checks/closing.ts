import { defineCheck } from '../check.js'
import { holds, same } from '../expect.js'
import { outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { numbers, recorder } from '../recorder.js'

export const closing = [
  defineCheck({
    number: 47,
    title: 'close waits for what is being handled up to its deadline, then aborts and gives it back',
    async prove(stage) {
      const { Noted } = stage.events
      let reason: unknown
      const stuck = recorder(
        (_event, { signal }) =>
          new Promise<void>((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reason = signal.reason
              reject(signal.reason)
            })
          }),
      )
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, stuck.handler, { retry: { attempts: 1 } })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => stuck.deliveries().length === 1, 'the handler began')
      const closed = bus.close({ deadlineMs: 50 })
      holds(bus.close() === closed, 'closing again gives the same promise')
      await closed
      holds(reason !== undefined, 'the signal was aborted')

      const seen = recorder()
      const next = stage.bus()
      next.subscribe(stage.name('s'), Noted, seen.handler)
      await next.start()
      await stage.until(() => seen.completed().length === 1, 'it was given back: a shutdown is no failure')
    },
  }),

  defineCheck({
    number: 48,
    title: 'what finishes while the bus closes is acknowledged',
    async prove(stage) {
      const { Noted } = stage.events
      const gate = stage.gate()
      const finishing = recorder(() => gate.opened)
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, finishing.handler)
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => finishing.deliveries().length === 1, 'the handler began')
      const closed = bus.close({ deadlineMs: 10_000 })
      gate.open()
      await closed
      same(finishing.deliveries().length, 1, 'how often it was handled')

      const seen = recorder()
      const next = stage.bus()
      next.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 1, prefetch: 1 })
      await next.start()
      await next.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.numbers().includes(2), 'the marker was handled')
      same(seen.numbers(), [2], 'what had finished was not handled again')
    },
  }),

  defineCheck({
    number: 49,
    title: 'ten buses opened and closed at once leave a working subscription',
    async prove(stage) {
      const { Noted } = stage.events
      const buses = numbers(10).map(() => stage.bus())
      for (const bus of buses) bus.subscribe(stage.name('s'), Noted, () => {})
      await Promise.all(buses.map((bus) => bus.start()))
      await Promise.all(buses.map((bus) => bus.close()))

      const seen = recorder()
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler)
      await bus.start()
      for (const number of numbers(50)) await bus.publish(new Noted({ key: `${number}`, number }))
      await stage.until(() => seen.distinct() === 50, 'all 50 events were handled')
    },
  }),

  defineCheck({
    number: 50,
    title: 'an aborted wait drops nothing',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      const giveUp = new AbortController()
      const waiting = intake.receive(5, giveUp.signal)
      const carried = connection.carry(numbers(3).map((number) => outgoing(stage, { id: `${number}` })))
      giveUp.abort()
      const early = await waiting
      await carried
      const held = [...early, ...(await receiveAll(intake, 3 - early.length))]
      same(held.map(({ message }) => message?.attributes.id).toSorted(), ['1', '2', '3'], 'all three messages')
    },
  }),
]
