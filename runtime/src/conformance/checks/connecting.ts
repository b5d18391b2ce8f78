import { defineCheck } from '../check.js'
import { holds, same } from '../expect.js'
import { outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { numbers, recorder } from '../recorder.js'
import { startRecording } from '../start-recording.js'

/** What a transport does about connections that fail, fall silent, or are taken away from it. */
export const connecting = [
  defineCheck({
    number: 15,
    title: 'what a killed process held, and no more than that, comes to another instance',
    needs: ['network', 'competing'],
    async prove(stage) {
      const { Noted } = stage.events
      const network = await stage.network()
      const gate = stage.gate()
      const doomed = recorder(() => gate.opened)
      const dying = stage.bus({ transport: network.transport() })
      dying.subscribe(stage.name('s'), Noted, doomed.handler, { concurrency: 2, prefetch: 5 })
      await dying.start()
      const publisher = stage.bus()
      await publisher.start()
      for (const number of numbers(20)) await publisher.publish(new Noted({ key: `${number}`, number }))
      await stage.until(() => doomed.deliveries().length === 2, 'two events were being handled')
      network.cut()

      const seen = recorder()
      const next = stage.bus()
      next.subscribe(stage.name('s'), Noted, seen.handler)
      await next.start()
      await stage.until(() => seen.distinct() === 20, 'another instance handled all 20 events')
      const again = seen.deliveries().filter(({ delivery }) => (delivery.redeliveries ?? 0) > 0)
      holds(again.length <= 5, `no more came again than the prefetch of 5 allows: ${again.length}`)
      gate.open()
    },
  }),

  defineCheck({
    number: 44,
    title: 'a connection that falls silent is noticed, and work goes on over another',
    needs: ['network'],
    async prove(stage) {
      const { Noted } = stage.events
      const network = await stage.network()
      const seen = recorder()
      const bus = stage.bus({ transport: network.transport() })
      bus.subscribe(stage.name('s'), Noted, seen.handler, stage.patience)
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => seen.completed().includes(1), 'the first event was handled')
      network.silence()
      const publisher = stage.bus()
      await publisher.start()
      await publisher.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.completed().includes(2), 'the subscription heard of what was published meanwhile')
      const accepted = () =>
        bus.publish(new Noted({ key: 'a', number: 3 })).then(
          () => true,
          () => false,
        )
      await stage.until(accepted, 'the bus could publish again')
      await stage.until(() => seen.completed().includes(3), 'what it published was handled')
    },
  }),

  defineCheck({
    number: 45,
    title: 'a subscription that somebody removed is made again or told of, never silent',
    needs: ['forget'],
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage)
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => seen.completed().includes(1), 'the first event was handled')
      await stage.forget(stage.name('s'))
      let number = 1
      await stage.until(async () => {
        number += 1
        const refused = await bus.publish(new Noted({ key: 'a', number })).then(
          () => false,
          () => true,
        )
        return refused || seen.completed().some((each) => each > 1) || (await bus.health()).status === 'unhealthy'
      }, 'events were handled again, or health told that something is wrong')

      const next = stage.bus()
      next.subscribe(stage.name('s'), Noted, seen.handler)
      await next.start()
      await next.publish(new Noted({ key: 'a', number: 1_000_000 }))
      await stage.until(() => seen.completed().includes(1_000_000), 'another start set it right')
    },
  }),

  defineCheck({
    number: 46,
    title: 'a start that cannot connect, or is not let in, is refused with a reason',
    needs: ['refused'],
    async prove(stage) {
      for (const transport of stage.refused) {
        const bus = stage.bus({ transport: transport() })
        bus.subscribe(stage.name('s'), stage.events.Noted, () => {})
        const error = await bus.start().then(
          () => 'it started',
          (reason: unknown) => reason,
        )
        holds(error instanceof Error && error.message.trim() !== '', `the start is refused with a reason: ${error}`)
        same((await bus.health()).state, 'new', 'the state of a bus that could not start')
      }
    },
  }),

  defineCheck({
    number: 4,
    title: 'a message to a place that nobody declared is accepted for nobody, or refused by its name',
    needs: ['checking'],
    async prove(stage) {
      const connection = await stage.connect(stage.checking())
      const carried = Promise.resolve(connection.carry([outgoing(stage, { id: 'stray' })]))
      const [outcome] = await carried.catch((error: unknown) => [error])
      if (outcome === undefined) return
      holds(String(outcome).includes(stage.address), `the refusal names ${stage.address}: ${outcome}`)
      const own = await stage.connect()
      const intake = await stage.open(own)
      await own.carry([outgoing(stage, { id: 'own' })])
      const [held] = await receiveAll(intake, 1)
      same(held?.message?.attributes.id, 'own', 'what comes to the place once it is declared')
    },
  }),
]
