import { defineCheck } from '../check.js'
import { numbers, recorder } from '../recorder.js'

export const declaring = [
  defineCheck({
    number: 61,
    title: 'declaring is idempotent, two instances at once as well',
    async prove(stage) {
      const { Noted } = stage.events
      const seen = recorder()
      for (const _ of numbers(2)) {
        const buses = numbers(2).map(() => stage.bus())
        for (const bus of buses) bus.subscribe(stage.name('s'), Noted, seen.handler)
        await Promise.all(buses.map((bus) => bus.start()))
        await Promise.all(buses.map((bus) => bus.close()))
      }
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 1, prefetch: 1 })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await bus.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.numbers().includes(2), 'the marker was handled')
      if (seen.count(1) !== 1) throw new Error(`the event was handled ${seen.count(1)} times, not once`)
    },
  }),
]
