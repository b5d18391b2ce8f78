import { isTopologyMismatch } from '../../error/topology-mismatch.js'
import { defineCheck } from '../check.js'
import { holds, rejection } from '../expect.js'
import { recorder } from '../recorder.js'

/** What a transport does about places that are there, or are not, before it starts. */
export const comparing = [
  defineCheck({
    number: 62,
    title: 'who only compares is told of everything that is missing, at once, and nothing is made',
    needs: ['checking'],
    async prove(stage) {
      const { Noted } = stage.events
      const names = [stage.name('one'), stage.name('two')]
      // Twice: had the first made anything, the second would not miss it.
      for (const time of ['first', 'second']) {
        const bus = stage.bus({ transport: stage.checking() })
        for (const name of names) bus.subscribe(name, Noted, () => {})
        const error = await rejection(bus.start(), `the ${time} start with nothing there`)
        holds(isTopologyMismatch(error), `it is refused as a mismatch: ${error}`)
        // Where the very place is missing, that says it for all of its subscriptions.
        const isNamed = names.every((name) => error.message.includes(name)) || error.message.includes(stage.address)
        holds(isNamed, `it names ${names.join(' and ')}, or ${stage.address}: ${error.message}`)
      }
    },
  }),

  defineCheck({
    number: 63,
    title: 'who only compares takes what is there as it is, and leaves it behind',
    needs: ['checking'],
    async prove(stage) {
      const { Noted } = stage.events
      const maker = stage.bus()
      maker.subscribe(stage.name('s'), Noted, () => {})
      await maker.start()
      await maker.close()
      const seen = recorder()
      for (const number of [1, 2]) {
        const bus = stage.bus({ transport: stage.checking() })
        bus.subscribe(stage.name('s'), Noted, seen.handler)
        await bus.start()
        await bus.publish(new Noted({ key: 'a', number }))
        await stage.until(() => seen.completed().includes(number), `event ${number} was handled`)
        await bus.close()
      }
    },
  }),

  defineCheck({
    number: 64,
    title: 'a subscription that is there with another order is told as a difference',
    needs: ['orderPerKey'],
    async prove(stage) {
      const { Noted } = stage.events
      const gate = stage.gate()
      const there = stage.bus()
      there.subscribe(stage.name('s'), Noted, () => gate.opened)
      await there.start()
      await there.publish(new Noted({ key: 'a', number: 1 }))
      const other = stage.bus()
      other.subscribe(stage.name('s'), Noted, () => {}, { order: 'per-key' })
      const error = await rejection(other.start(), 'a start with another order')
      holds(isTopologyMismatch(error), `it is refused as a mismatch: ${error}`)
      holds(error.message.includes(stage.name('s')), `it names the subscription: ${error.message}`)
      gate.open()
    },
  }),
]
